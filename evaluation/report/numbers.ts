import type { Estimate, Rate } from '../figures';

/** Stands where there is nothing to report: no trial, only one class, one subject. */
export const absent = '–';

/** `0.0321` as `3.2 %`. */
export function percent(share: number | undefined): string {
  return isKnown(share) ? `${inPercent(share)} %` : absent;
}

/** A value from 0 to 1 that is no share of anything, such as an AUC or a probability: `0.987`. */
export function decimal(value: number | undefined): string {
  return isKnown(value) ? value.toFixed(3) : absent;
}

interface Bounds {
  lower?: number;
  upper?: number;
}

/** Bounds of a share in per cent, `[0.4, 11.2]`; empty where there are none. */
export function bounds(found: Bounds): string {
  return interval(found, inPercent);
}

/** Errors of trials, `2/62`. */
export function count({ errors, trials }: Rate): string {
  return `${errors}/${trials}`;
}

/** `3.2 % (2/62, [0.4, 11.2])`; a rate without a trial is absent. */
export function rateText(rate: Rate): string {
  if (!isKnown(rate.rate)) return absent;
  return `${percent(rate.rate)} (${[count(rate), bounds(rate)].filter(Boolean).join(', ')})`;
}

/** A share with its interval: `3.2 % [1.0, 6.1]`. */
export function shareText(estimate: Estimate): string {
  return `${percent(estimate.value)} ${bounds(estimate)}`.trim();
}

/** A decimal with its interval: `0.987 [0.962, 0.998]`. */
export function decimalText(estimate: Estimate): string {
  return `${decimal(estimate.value)} ${interval(estimate, decimal)}`.trim();
}

/** `1 clip`, `2 clips`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Where resampling always gives the same, both bounds are one number and bound nothing: empty, too. */
function interval({ lower, upper }: Bounds, text: (value: number) => string): string {
  return isKnown(lower) && isKnown(upper) && lower < upper ? `[${text(lower)}, ${text(upper)}]` : '';
}

function isKnown(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

function inPercent(share: number): string {
  return (100 * share).toFixed(1);
}
