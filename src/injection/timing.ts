/** How evenly frames came. */
export interface FrameTiming {
  /** Intervals that were measured. */
  intervals: number;
  /** Milliseconds between two frames where none was dropped: their lower quartile; `undefined` without any. */
  interval: number | undefined;
  /** Share of the intervals that are off every multiple of it by more than a quarter of it, 0 to 1. */
  uneven: number | undefined;
}

/** Fewer intervals than this say nothing. */
const ENOUGH = 20;
/** A camera that changes its exposure makes some uneven intervals, not every third. */
const MOST_UNEVEN = 1 / 3;

/** @param times of frames in their order, ms */
export function timingOf(times: readonly number[]): FrameTiming {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const interval = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 4)];
  if (!interval) return { intervals: gaps.length, interval, uneven: undefined };
  // A busy page drops frames, which leaves gaps of two or three intervals.
  const off = gaps.filter((gap) => Math.abs(gap / interval - Math.round(gap / interval)) > 1 / 4);
  return { intervals: gaps.length, interval, uneven: off.length / gaps.length };
}

export function isUneven({ intervals, uneven = 0 }: FrameTiming): boolean {
  return intervals >= ENOUGH && uneven > MOST_UNEVEN;
}
