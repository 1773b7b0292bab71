/** How many frames were identical to the frame before. */
export interface Stillness {
  /** Number of pairs of frames compared. */
  pairs: number;
  /** Share of the pairs without any difference, 0 to 1; `undefined` without any pair. */
  same: number | undefined;
}

/** Fewer pairs than this are no evidence. */
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
