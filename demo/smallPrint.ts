import type { Hint } from 'depthproof';

/** The measurement behind a hint, such as "0.14 of the frame, at least 0.18 is needed". */
export function smallPrint({ measured, threshold, unit }: Hint): string {
  const limit = shown(threshold);
  const asked = measured < threshold ? `at least ${limit} is needed` : `at most ${limit} is allowed`;
  return `${shown(measured)} ${unit}; ${asked}`;
}

/** Whole numbers as they are, others with two significant digits at least and no false precision. */
function shown(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toFixed(0);
  if (Math.abs(value) >= 10) return value.toFixed(1);
  return Math.abs(value) >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
