import type { FaceBox } from '../face/face';

/** What the gatherer of windows knows between frames. */
export interface Gathering {
  /** Frames in the window being filled; 0 when the next good frame starts one. */
  frames: number;
  /** The box that the window's crops are cut around. */
  anchor: FaceBox | undefined;
  /** Timestamp of the window's newest frame in milliseconds. */
  last: number;
}

export type Step =
  /** The frame starts a new window; one that was being filled is abandoned. */
  | 'start'
  /** The frame belongs to the window being filled. */
  | 'append'
  /** The frame came too soon after the last one; the window goes on. */
  | 'skip'
  /** No window can go on or start with this frame; one that was being filled is abandoned. */
  | 'abandon';

export const nothingGathered: Gathering = { frames: 0, anchor: undefined, last: 0 };

/** Gap between frames of a window in units of the interval. The time between frames is part of what was learned. */
const SHORTEST_GAP = 0.6;
const LONGEST_GAP = 1.7;
/** How far the face may go before the fixed crop no longer fits: in face widths, and as a ratio of sizes. */
const LARGEST_SHIFT = 0.3;
const LARGEST_SCALE = 1.3;

/**
 * Whether a frame starts, continues or breaks a window of `size` frames about `interval` milliseconds apart. `box` is
 * the face in a frame that passed the quality gate, `undefined` otherwise. A gap, a lost face or a jumping box breaks
 * the window.
 */
export function gather(
  state: Gathering,
  timestamp: number,
  box: FaceBox | undefined,
  { size, interval }: { size: number; interval: number },
): { step: Step; state: Gathering } {
  if (!box) return { step: 'abandon', state: nothingGathered };
  const started = { frames: 1 % size, anchor: box, last: timestamp };
  if (!state.anchor || state.frames === 0) {
    return state.anchor && timestamp > state.last && timestamp - state.last < SHORTEST_GAP * interval
      ? { step: 'skip', state }
      : { step: 'start', state: started };
  }
  const gap = timestamp - state.last;
  if (gap < 0 || gap > LONGEST_GAP * interval || jumped(state.anchor, box))
    return { step: 'start', state: started };
  if (gap < SHORTEST_GAP * interval) return { step: 'skip', state };
  return { step: 'append', state: { ...state, frames: (state.frames + 1) % size, last: timestamp } };
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
