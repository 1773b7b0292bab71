import type { Hint } from 'depthproof';

/** Returns the measurement behind a hint, such as "0.14 of the frame's shorter side; at least 0.18 is needed". */
export function measurementNote({ measured, threshold, unit }: Hint): string {
  const limit = format(threshold);
  const requirement = measured < threshold ? `at least ${limit} is needed` : `at most ${limit} is allowed`;
  return `${format(measured)} ${unit}; ${requirement}`;
}

/** Whole numbers as they are, others with at least two significant digits and no false precision. */
function format(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toFixed(0);
  if (Math.abs(value) >= 10) return value.toFixed(1);
  return Math.abs(value) >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
