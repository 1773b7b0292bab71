/** How evenly frames came. */
export interface FrameTiming {
  /** Intervals that were measured. */
  intervals: number;
  /** Milliseconds between two frames, the middle of all; `undefined` without any. */
  median: number | undefined;
  /** Share of the intervals that are off the median by more than half of it, 0 to 1. */
  uneven: number | undefined;
}

/** Fewer intervals than this say nothing. */
const ENOUGH = 20;
/** A camera that changes its exposure, or a busy machine, makes single long intervals, not every third. */
const MOST_UNEVEN = 1 / 3;

/** @param times of frames in their order, ms */
export function timingOf(times: readonly number[]): FrameTiming {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const median = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (median === undefined) return { intervals: 0, median: undefined, uneven: undefined };
  const off = gaps.filter((gap) => Math.abs(gap - median) > median / 2);
  return { intervals: gaps.length, median, uneven: off.length / gaps.length };
}

export function isUneven({ intervals, uneven = 0 }: FrameTiming): boolean {
  return intervals >= ENOUGH && uneven > MOST_UNEVEN;
}
