import { FORGET_AFTER } from '../face/face';
import type { Model } from '../model/manifest';
import { disposeCrops, type Crops, type Network } from '../network/network';
import type { FrameMeasurements } from '../quality/guidance';
import { encodeWindow } from './encodeWindow';
import type { WindowEvidence } from './response';

/** A scored window: its frames' crops, and their times by the source's clock, ms. */
export interface RecordedWindow {
  readonly frames: readonly { crops: Crops; timestamp: number }[];
}

interface ObservedFrame {
  timestamp: number;
  face: unknown;
  hint: unknown;
  measurements: FrameMeasurements;
  frameWidth: number;
  frameHeight: number;
}

/** Windows kept: one more may be scored until the page asks for the one that concluded its check. */
const KEPT = 2;
/** Frames about which facts are kept: a minute of them, since a slow device scores late. */
const OBSERVED = 600;

/** Keeps the newest scored windows of a check whose site scores them again. Loaded only for such a check. */
export class EvidenceRecorder {
  #windows: RecordedWindow[] = [];
  #observed: (Pick<WindowEvidence, 'quality' | 'width' | 'height'> & {
    timestamp: number;
    firstGood: number;
  })[] = [];
  #firstGood: number | undefined;
  /** Milliseconds from timestamps to this device's clock: the least of any frame, since a busy device sees frames late. */
  #ahead = Infinity;
  #lastFace = -Infinity;

  /** @param after milliseconds after the first good frame before which no window begins */
  constructor(
    private readonly network: Network,
    private readonly model: Model,
    private readonly after: number,
  ) {}

  /** Whether a window may begin with a frame of this time. */
  mayStart(timestamp: number): boolean {
    if (this.#firstGood === undefined || this.#forgets(timestamp)) return false;
    return timestamp - this.#firstGood >= this.after;
  }

  observe({ timestamp, face, hint, measurements, frameWidth, frameHeight }: ObservedFrame): void {
    this.#ahead = Math.min(this.#ahead, performance.timeOrigin + performance.now() - timestamp);
    if (this.#forgets(timestamp)) this.#firstGood = undefined;
    if (face) this.#lastFace = timestamp;
    if (face && !hint) this.#firstGood ??= timestamp;
    if (this.#firstGood === undefined) return;
    const given = Object.entries(measurements).filter(([, value]) => Number.isFinite(value));
    const quality = Object.fromEntries(given) as Record<string, number>;
    this.#observed.push({
      ...{ timestamp, quality, width: frameWidth, height: frameHeight },
      // The check may begin anew before the window is asked for.
      firstGood: this.#firstGood,
    });
    if (this.#observed.length > OBSERVED) this.#observed.shift();
  }

  /** Whether it may be someone else by now. */
  #forgets(timestamp: number): boolean {
    return Math.abs(timestamp - this.#lastFace) > FORGET_AFTER;
  }

  /** Takes over a window's crops. */
  keep(window: RecordedWindow): void {
    this.#windows.push(window);
    if (this.#windows.length > KEPT)
      this.#windows.shift()?.frames.forEach(({ crops }) => disposeCrops(crops));
  }

  /**
   * Encodes the window that began at `startTime`. The network must not be busy.
   *
   * @throws {RangeError} where it is not kept any more, or too large
   */
  async evidenceOf(startTime: number): Promise<WindowEvidence> {
    const window = this.#windows.find(({ frames }) => frames[0]?.timestamp === startTime);
    const times = window?.frames.map(({ timestamp }) => timestamp) ?? [];
    const last = this.#observed.find(({ timestamp }) => timestamp === times.at(-1));
    if (!window || !last) throw new RangeError('The window was not kept.');
    const { quality, width, height, firstGood } = last;
    const crops = window.frames.map(({ crops }) => crops);
    const encoded = await encodeWindow(this.network, this.model, crops, times);
    const capture = { timestamp: firstGood, at: firstGood + this.#ahead };
    return { ...encoded, times, quality, width, height, firstGood: capture };
  }
}
