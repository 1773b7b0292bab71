import { LONGEST_GAP } from '../model/gaps';

/** State on which the choice of the next frame depends. */
export interface Cadence {
  /** Milliseconds between the frames to take. */
  readonly interval: number;
  /** Timestamp at which the next frame should be taken, in milliseconds; `undefined` before the first one. */
  readonly due: number | undefined;
  /** Timestamp of the last frame that was taken. */
  readonly taken: number | undefined;
  /** Timestamp of the source's last frame, taken or not. */
  readonly last: number | undefined;
  /** Milliseconds between the last few frames of the source, newest last. */
  readonly gaps: readonly number[];
}

const gapsKept = 9;

export function startCadence(interval: number): Cadence {
  return { interval, due: undefined, taken: undefined, last: undefined, gaps: [] };
}

/**
 * Returns whether to take the frame with this timestamp (milliseconds), and the cadence after it. Takes the frames
 * nearest to a grid of `interval`, so that errors do not add up, whatever the frame rate of the source: every third
 * frame at 30 fps and an interval of 100 ms, steps of 80 and 120 ms in turn at 25 fps. A frame more than half an
 * interval late starts the grid anew, and so does time that runs backwards, as in a clip that loops.
 *
 * @param room whether a frame can be taken now. If not, the grid goes on, but for a frame that would then come too late for a
 *   window (`LONGEST_GAP`): such a one is taken as soon as there is room
 */
export function pickFrame(
  cadence: Cadence,
  timestamp: number,
  room = true,
): { take: boolean; cadence: Cadence } {
  const { interval, due, last, taken } = cadence;
  if (due === undefined || last === undefined || timestamp < last) {
    const first = room ? timestamp : undefined;
    const next = room ? timestamp + interval : timestamp;
    return { take: room, cadence: { interval, due: next, taken: first, last: timestamp, gaps: [] } };
  }
  if (timestamp === last) return { take: false, cadence };

  const gaps = [...cadence.gaps, timestamp - last].slice(-gapsKept);
  // The interval bounds the estimate: when a source speeds up, two frames in a row must not be taken.
  const near = timestamp >= due - Math.min(median(gaps), interval) / 2;
  const late = timestamp - due > interval / 2;
  const next = (late ? timestamp : due) + interval;
  const goesOn = near && (room || (taken !== undefined && next - taken <= LONGEST_GAP * interval));
  const take = near && room;
  return {
    take,
    cadence: { interval, due: goesOn ? next : due, taken: take ? timestamp : taken, last: timestamp, gaps },
  };
}

/** The estimate of the source's frame interval is a median, so that a dropped frame does not change it. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
