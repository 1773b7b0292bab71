import { mean } from '../quality/measure';

/** How many frames showed just what the frame before them showed. */
export interface Stillness {
  /** Pairs of frames that were compared. */
  pairs: number;
  /** Share of the pairs without any difference, 0 to 1; `undefined` without any pair. */
  same: number | undefined;
}

/** Fewer pairs than this say nothing. */
const ENOUGH = 5;
/** A busy machine may show a frame twice, and a lossy camera may repeat a block, but not in every other pair. */
const MOST_SAME = 1 / 2;

/** @param differences mean absolute difference to the frame before, grey levels */
export function stillnessOf(differences: readonly number[]): Stillness {
  const same = differences.filter((difference) => difference === 0).length;
  return {
    pairs: differences.length,
    same: differences.length === 0 ? undefined : same / differences.length,
  };
}

export function isStill({ pairs, same = 0 }: Stillness): boolean {
  return pairs >= ENOUGH && same > MOST_SAME;
}

/**
 * Mean absolute difference of two pictures' luminances, 0 to 255; `undefined` where a sensor is saturated and shows no
 * noise either: in the dark and in glare.
 */
export function differenceOf(before: Float32Array, now: Float32Array): number | undefined {
  const level = mean(now);
  if (level < DARK || level > BRIGHT) return undefined;
  return mean(now.map((value, index) => Math.abs(value - (before[index] ?? 0))));
}

/** Grey levels. */
const DARK = 20;
const BRIGHT = 235;
