import { disposeCrops, type Crops } from '../network/network';

/** A window's crops, held where the backend computes (GPU memory where it has one). */
export interface CropWindow {
  /** Of its frames so far, oldest first. */
  readonly crops: Crops[];
  readonly startTime: number;
  endTime: number;
  /** When the last frame reached us, `performance.now()`. */
  arrival: number;
  /** No frame will follow and the window is not whole. */
  abandoned: boolean;
}

/**
 * Ring of at most three windows that parts capture from computing: one that the network reads, one that is whole and
 * waits, one that is being filled. Disposes the crops of windows that nobody will read.
 */
export class CropRing {
  #reading: CropWindow | undefined;
  #waiting: CropWindow | undefined;
  #filling: CropWindow | undefined;

  constructor(private readonly size: number) {}

  /**
   * Whether a new window may start. While a whole one waits, another would only pile up work in front of a slow
   * network: the GPU takes orders faster than it carries them out.
   */
  get hasRoom(): boolean {
    return this.#waiting === undefined;
  }

  /** Whether a whole window waits or is being read. */
  get busy(): boolean {
    return this.#waiting !== undefined || (this.#reading !== undefined && this.#isWhole(this.#reading));
  }

  start(crops: Crops, timestamp: number): void {
    this.abandon();
    const arrival = performance.now();
    this.#filling = {
      crops: [crops],
      startTime: timestamp,
      endTime: timestamp,
      arrival,
      abandoned: false,
    };
  }

  /** Adds a frame to the window being filled; `false` (and the crops are not taken) if there is none. */
  append(crops: Crops, timestamp: number): boolean {
    const window = this.#filling;
    if (!window) return false;
    window.crops.push(crops);
    window.endTime = timestamp;
    window.arrival = performance.now();
    if (this.#isWhole(window)) {
      if (window !== this.#reading) this.#waiting = window;
      this.#filling = undefined;
    }
    return true;
  }

  /** Gives up the window being filled. */
  abandon(): void {
    const window = this.#filling;
    this.#filling = undefined;
    if (!window) return;
    window.abandoned = true;
    if (window !== this.#reading) dispose(window);
  }

  /** The next window to read: the one that is whole, else, to `stream`, the one being filled while it is read. */
  take(stream: boolean): CropWindow | undefined {
    this.#reading = this.#waiting ?? (stream ? this.#filling : undefined);
    this.#waiting = undefined;
    return this.#reading;
  }

  /** The window last taken is read or given up. */
  release(): void {
    if (this.#reading) dispose(this.#reading);
    if (this.#reading === this.#filling) this.#filling = undefined;
    this.#reading = undefined;
  }

  #isWhole(window: CropWindow): boolean {
    return window.crops.length >= this.size;
  }
}

function dispose({ crops }: CropWindow): void {
  for (const one of crops) disposeCrops(one);
}
