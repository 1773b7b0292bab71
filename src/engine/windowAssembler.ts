import type { FaceBox } from '../face/face';
import { LONGEST_GAP, SHORTEST_GAP } from '../model/gaps';
import type { Model } from '../model/manifest';

export type WindowStep =
  /** The frame starts a new window; one that was being filled is abandoned. */
  | 'start'
  /** The frame belongs to the window being filled. */
  | 'append'
  /** The frame came too soon after the last one; the window goes on. */
  | 'skip'
  /** The frame can neither start nor continue a window; one that was being filled is abandoned. */
  | 'abandon';

/** How far the face may move before the fixed crop no longer fits: in face widths, and as a ratio of sizes. */
const LARGEST_SHIFT = 0.3;
const LARGEST_SCALE = 1.3;

/** Decides which frames make a window. A gap, a lost face or a jumping box breaks it. */
export class WindowAssembler {
  /** Frames in the window being filled; 0 when the next good frame starts one. */
  frames = 0;
  /** The box that the window's crops are cut around. */
  anchor: FaceBox | undefined;
  #newest = 0;

  constructor(private readonly cadence: Model['cadence']) {}

  /**
   * @param box the face in a frame that passed the quality gate, `undefined` otherwise
   * @param canStart whether a window may start with this frame
   */
  add(timestamp: number, box: FaceBox | undefined, canStart = true): WindowStep {
    const fitting = this.#stepFor(timestamp, box);
    const step = fitting === 'start' && !canStart ? 'abandon' : fitting;
    if (step === 'skip') return step;
    if (step !== 'append') {
      this.anchor = step === 'start' ? box : undefined;
      this.frames = 0;
    }
    if (step !== 'abandon') {
      this.frames = (this.frames + 1) % this.cadence.frames;
      this.#newest = timestamp;
    }
    return step;
  }

  #stepFor(timestamp: number, box: FaceBox | undefined): WindowStep {
    if (!box) return 'abandon';
    if (!this.anchor) return 'start';
    const gap = timestamp - this.#newest;
    const tooSoon = gap < SHORTEST_GAP * this.cadence.intervalMilliseconds;
    if (this.frames === 0) return gap > 0 && tooSoon ? 'skip' : 'start';
    const tooLate = gap > LONGEST_GAP * this.cadence.intervalMilliseconds;
    if (gap < 0 || tooLate || jumped(this.anchor, box)) return 'start';
    return tooSoon ? 'skip' : 'append';
  }
}

function jumped(anchor: FaceBox, box: FaceBox): boolean {
  const centre = ({ x, y, width, height }: FaceBox) => [x + width / 2, y + height / 2] as const;
  const [ax, ay] = centre(anchor);
  const [bx, by] = centre(box);
  const scale = box.width / anchor.width;
  return (
    Math.hypot(bx - ax, by - ay) > LARGEST_SHIFT * anchor.width ||
    scale > LARGEST_SCALE ||
    scale < 1 / LARGEST_SCALE
  );
}
