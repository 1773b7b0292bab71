/** What the choice of the next frame depends on. */
export interface Cadence {
  /** Milliseconds between the frames to take. */
  readonly interval: number;
  /** Timestamp at which the next frame should be taken, in milliseconds; `undefined` before the first one. */
  readonly due: number | undefined;
  /** Timestamp of the last frame seen, taken or not. */
  readonly last: number | undefined;
  /** Milliseconds between the last few frames of the source, newest last. */
  readonly gaps: readonly number[];
}

const gapsKept = 9;

export function startCadence(interval: number): Cadence {
  return { interval, due: undefined, last: undefined, gaps: [] };
}

/**
 * Whether to take the frame with this timestamp (milliseconds), and the cadence after it. Taken are the frames
 * nearest to a grid of `interval`, whatever the frame rate of the source, so that errors do not add up: 30 fps
 * gives every third frame, 25 fps turns of 80 and 120 ms. A frame more than half an interval late starts the grid
 * anew; so does time that runs backwards, as when a clip loops.
 */
export function pickFrame(cadence: Cadence, timestamp: number): { take: boolean; cadence: Cadence } {
  const { interval, due, last } = cadence;
  if (due === undefined || last === undefined || timestamp < last) {
    return { take: true, cadence: { interval, due: timestamp + interval, last: timestamp, gaps: [] } };
  }
  if (timestamp === last) return { take: false, cadence };

  const gaps = [...cadence.gaps, timestamp - last].slice(-gapsKept);
  // The interval bounds the estimate: a source that speeds up must not have two frames taken in a row.
  const take = timestamp >= due - Math.min(median(gaps), interval) / 2;
  const late = timestamp - due > interval / 2;
  const next = take ? (late ? timestamp : due) + interval : due;
  return { take, cadence: { interval, due: next, last: timestamp, gaps } };
}

/** The median, since a dropped frame must not change what is taken for the source's frame interval. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
