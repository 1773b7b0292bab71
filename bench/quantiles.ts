export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `share` of the values lie below it, 0 to 1; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}
