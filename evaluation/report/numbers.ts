import type { Estimate, Rate } from '../figures';

/** Text for a missing figure: no trial, only one class, one subject. */
export const absent = '–';

/** Returns `0.0321` as `3.2 %`. */
export function percent(share: number | undefined): string {
  return isKnown(share) ? `${inPercent(share)} %` : absent;
}

/** Returns a value from 0 to 1 that is no share, such as an AUC or a probability, as `0.987`. */
export function decimal(value: number | undefined): string {
  return isKnown(value) ? value.toFixed(3) : absent;
}

/** Returns log odds with their sign, `+1.25`. */
export function signed(value: number): string {
  return isKnown(value) ? `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}` : absent;
}

/** Returns milliseconds as `1.2 s`. */
export function seconds(milliseconds: number | undefined): string {
  return isKnown(milliseconds) ? `${(milliseconds / 1000).toFixed(1)} s` : absent;
}

interface Bounds {
  lower?: number;
  upper?: number;
}

/** Returns the bounds of a share in per cent, `[0.4, 11.2]`; empty without bounds. */
export function bounds(found: Bounds): string {
  return interval(found, inPercent);
}

/** Returns errors of trials, `2/62`. */
export function count({ errors, trials }: Rate): string {
  return `${errors}/${trials}`;
}

/** Returns `3.2 % (2/62, [0.4, 11.2])`; a rate without a trial is absent. */
export function rateText(rate: Rate): string {
  if (!isKnown(rate.rate)) return absent;
  return `${percent(rate.rate)} (${[count(rate), bounds(rate)].filter(Boolean).join(', ')})`;
}

/** Returns a share with its interval: `3.2 % [1.0, 6.1]`. */
export function shareText(estimate: Estimate): string {
  return `${percent(estimate.value)} ${bounds(estimate)}`.trim();
}

/** Returns a decimal with its interval: `0.987 [0.962, 0.998]`. */
export function decimalText(estimate: Estimate): string {
  return `${decimal(estimate.value)} ${interval(estimate, decimal)}`.trim();
}

/** Returns `1 clip`, `2 clips`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Equal bounds, from resampling that always gives the same, bound nothing: they are left out, too. */
function interval({ lower, upper }: Bounds, text: (value: number) => string): string {
  return isKnown(lower) && isKnown(upper) && lower < upper ? `[${text(lower)}, ${text(upper)}]` : '';
}

function isKnown(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

function inPercent(share: number): string {
  return (100 * share).toFixed(1);
}
