import type { Rectangle } from '../geometry';
import { disposeCrops, type Crops } from '../network/network';

/** What a window keeps of a frame. */
export interface CapturedFrame {
  /** Held where the backend computes: in GPU memory where it has one. */
  crops: Crops;
  /** The parts of the frame that they show, px. */
  parts: Crops<Rectangle>;
  /** By the source's clock, milliseconds. */
  timestamp: number;
}

/** A window on its way from the camera to its score. */
export interface CapturedWindow {
  /** Oldest first. */
  readonly frames: CapturedFrame[];
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
  /** Whether a frame that shows the one before again may join a window. */
  readonly takesRepeats: boolean = true;
  /** What the network reads now. */
  reading: CapturedWindow | undefined;
  #waiting: CapturedWindow | undefined;
  #filling: CapturedWindow | undefined;
  #listeners: (() => void)[] = [];

  /** @param size frames of a complete window */
  constructor(private readonly size: number) {}

  /**
   * Whether a new window may start. While a complete one waits, another would only pile up work in front of a slow
   * network: the GPU takes orders faster than it carries them out.
   */
  get canStart(): boolean {
    return this.#waiting === undefined;
  }

  /** Whether a complete window waits or is being read. */
  get busy(): boolean {
    return this.#waiting !== undefined || (this.reading !== undefined && this.isComplete(this.reading));
  }

  start(frame: CapturedFrame): void {
    this.abandon();
    this.#filling = { frames: [], arrival: 0, abandoned: false };
    this.append(frame);
  }

  /** Adds a frame to the window being filled; `false` (and it is not taken) if there is none. */
  append(frame: CapturedFrame): boolean {
    const window = this.#filling;
    if (!window) return false;
    window.frames.push(frame);
    window.arrival = performance.now();
    if (this.isComplete(window)) {
      if (window !== this.reading) this.#waiting = window;
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
    if (window !== this.reading) this.dispose(window);
    this.#notify();
  }

  /**
   * The next window to read, until `release`.
   *
   * @param stream whether that may be the window being filled, if none is complete
   */
  take(stream: boolean): CapturedWindow | undefined {
    this.reading = this.#waiting ?? (stream ? this.#filling : undefined);
    this.#waiting = undefined;
    return this.reading;
  }

  /** The window last taken has been read or given up. */
  release(): void {
    if (this.reading) this.dispose(this.reading);
    if (this.reading === this.#filling) this.#filling = undefined;
    this.reading = undefined;
    this.#notify();
  }

  /** Resolves at the next change: a frame more, a window abandoned or released. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  #notify(): void {
    for (const resolve of this.#listeners.splice(0)) resolve();
  }

  /** Disposes the crops of a window that nobody will read, or read again. */
  protected dispose({ frames }: CapturedWindow): void {
    for (const { crops } of frames) disposeCrops(crops);
  }

  protected isComplete(window: CapturedWindow): boolean {
    return window.frames.length >= this.size;
  }
}
