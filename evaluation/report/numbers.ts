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

/** Bounds of a share in per cent, `[0.4, 11.2]`; empty where one is missing. */
export function bounds({ lower, upper }: { lower?: number; upper?: number }): string {
  return isKnown(lower) && isKnown(upper) ? `[${inPercent(lower)}, ${inPercent(upper)}]` : '';
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
export function decimalText({ value, lower, upper }: Estimate): string {
  const interval = isKnown(lower) && isKnown(upper) ? ` [${decimal(lower)}, ${decimal(upper)}]` : '';
  return decimal(value) + interval;
}

/** `1 clip`, `2 clips`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function isKnown(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

function inPercent(share: number): string {
  return (100 * share).toFixed(1);
}
