/** How evenly frames arrived. */
export interface FrameTiming {
  /** Number of intervals measured. */
  intervals: number;
  /** Mean of the intervals like the lower quartile, ms: without those of dropped frames; `undefined` without any. */
  interval: number | undefined;
  /** Share of the intervals that miss every multiple of `interval` by more than a quarter of it, 0 to 1. */
  uneven: number | undefined;
}

/** Fewer intervals than this are no evidence. */
const ENOUGH = 20;
/** A camera that changes its exposure makes some intervals uneven, but fewer than this share. */
const MOST_UNEVEN = 1 / 3;
/** Ratio of intervals that a coarse clock makes of one: Firefox's ticks every 12 ms, and 40 ms become 35 or 46. A dropped frame makes 2. */
const ALIKE = 1.75;

/** @param times times of the frames in their order, ms */
export function timingOf(times: readonly number[]): FrameTiming {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const quartile = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 4)];
  if (!quartile) return { intervals: gaps.length, interval: quartile, uneven: undefined };
  const alike = gaps.filter((gap) => gap < ALIKE * quartile && quartile < ALIKE * gap);
  const interval = alike.reduce((sum, gap) => sum + gap, 0) / alike.length;
  // A busy page drops frames, which leaves gaps of two or three intervals.
  const off = gaps.filter((gap) => Math.abs(gap / interval - Math.round(gap / interval)) > 1 / 4);
  return { intervals: gaps.length, interval, uneven: off.length / gaps.length };
}

export function isUneven({ intervals, uneven = 0 }: FrameTiming): boolean {
  return intervals >= ENOUGH && uneven > MOST_UNEVEN;
}
