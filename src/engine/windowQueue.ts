import { disposeCrops, type Crops } from '../network/network';

/** A window's crops, held where the backend computes (GPU memory where it has one). */
export interface CropWindow {
  /** One entry for each frame so far, oldest first. */
  readonly crops: Crops[];
  /** Those of the frames so far, by the source's clock. */
  readonly times: number[];
  readonly startTime: number;
  endTime: number;
  /** When the last frame reached us, `performance.now()`. */
  arrival: number;
  /** No frame will follow, and the window is incomplete. */
  abandoned: boolean;
}

/**
 * At most three windows between capturing and scoring: one that the network reads, one that is complete and waits, one
 * that is being filled. Disposes the crops of windows that nobody will read.
 */
export class WindowQueue {
  #reading: CropWindow | undefined;
  #waiting: CropWindow | undefined;
  #filling: CropWindow | undefined;
  #listeners: (() => void)[] = [];

  /**
   * @param size frames of a complete window
   * @param retire takes over the crops of a window that was read; default: disposes them
   */
  constructor(
    private readonly size: number,
    private readonly retire: (window: CropWindow) => void = dispose,
  ) {}

  /**
   * Whether a new window may start. While a complete one waits, another would only pile up work in front of a slow
   * network: the GPU takes orders faster than it carries them out.
   */
  get canStart(): boolean {
    return this.#waiting === undefined;
  }

  /** Whether a complete window waits or is being read. */
  get busy(): boolean {
    return this.#waiting !== undefined || (this.#reading !== undefined && this.#isComplete(this.#reading));
  }

  /** Whether a window is being read. */
  get reading(): boolean {
    return this.#reading !== undefined;
  }

  start(crops: Crops, timestamp: number): void {
    this.abandon();
    this.#filling = {
      crops: [],
      times: [],
      startTime: timestamp,
      endTime: timestamp,
      arrival: 0,
      abandoned: false,
    };
    this.append(crops, timestamp);
  }

  /** Adds a frame to the window being filled; `false` (and the crops are not taken) if there is none. */
  append(crops: Crops, timestamp: number): boolean {
    const window = this.#filling;
    if (!window) return false;
    window.crops.push(crops);
    window.times.push(timestamp);
    window.endTime = timestamp;
    window.arrival = performance.now();
    if (this.#isComplete(window)) {
      if (window !== this.#reading) this.#waiting = window;
      this.#filling = undefined;
    }
    this.#notify();
    return true;
  }

  /** Gives up the window being filled. */
  abandon(): void {
    const window = this.#filling;
    this.#filling = undefined;
    if (!window) return;
    window.abandoned = true;
    if (window !== this.#reading) dispose(window);
    this.#notify();
  }

  /**
   * The next window to read, until `release`.
   *
   * @param stream whether that may be the window being filled, if none is complete
   */
  take(stream: boolean): CropWindow | undefined {
    this.#reading = this.#waiting ?? (stream ? this.#filling : undefined);
    this.#waiting = undefined;
    return this.#reading;
  }

  /** The window last taken has been read or given up. */
  release(): void {
    if (this.#reading) (this.#isComplete(this.#reading) ? this.retire : dispose)(this.#reading);
    if (this.#reading === this.#filling) this.#filling = undefined;
    this.#reading = undefined;
    this.#notify();
  }

  /** Resolves at the next change: a frame more, a window abandoned or released. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  #notify(): void {
    for (const resolve of this.#listeners.splice(0)) resolve();
  }

  #isComplete(window: CropWindow): boolean {
    return window.crops.length >= this.size;
  }
}

function dispose({ crops }: CropWindow): void {
  for (const one of crops) disposeCrops(one);
}
