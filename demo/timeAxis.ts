/** The part of the time line that is shown, in seconds. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** The last `length` seconds up to `now`; at the beginning the first ones, so that the line does not rush. */
export function lastSeconds(now: number, length: number): TimeSpan {
  const to = Math.max(now, length);
  return { from: to - length, to };
}

/** Round times within a span, at steps of 1, 2, 5, 10, ... seconds: as few as `most` asks for. */
export function ticks({ from, to }: TimeSpan, most: number): number[] {
  const step = [1, 2, 5, 10, 20, 60].find((candidate) => (to - from) / candidate <= most) ?? 120;
  const first = Math.ceil(from / step) * step;
  const count = Math.floor((to - first) / step) + 1;
  return Array.from({ length: count }, (_, index) => first + index * step);
}
