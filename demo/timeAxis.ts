/** The visible part of the time axis, in seconds. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** Returns the last `length` seconds up to `now`, or the first ones, so that the axis stands still at the beginning. */
export function lastSeconds(now: number, length: number): TimeSpan {
  const to = Math.max(now, length);
  return { from: to - length, to };
}

/** Returns round times within a span, every 1, 2, 5, 10, 20, 60 or 120 seconds, with at most `most` intervals if possible. */
export function ticks({ from, to }: TimeSpan, most: number): number[] {
  const step = [1, 2, 5, 10, 20, 60].find((candidate) => (to - from) / candidate <= most) ?? 120;
  const first = Math.ceil(from / step) * step;
  const count = Math.floor((to - first) / step) + 1;
  return Array.from({ length: count }, (_, index) => first + index * step);
}
