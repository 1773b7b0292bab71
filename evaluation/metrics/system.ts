import type { Provenance } from '../records';

/** The key of the product among the systems. */
export const PRODUCT = 'depthproof';

/**
 * Probability at which the odds of a window are even, and at which the product's windows are counted. No clip chose it,
 * so it compares with the thresholds of other networks, although clips chose the bias of the shipped model. The product
 * itself decides nothing there; `VerdictFigures` has its verdicts over windows.
 */
export const PRODUCT_THRESHOLD = 0.5;

/** Returns the keys of the compared systems: the product first, the others in order of their keys. */
export function systemsOf({ systems }: Provenance): string[] {
  const others = Object.keys(systems).filter((system) => system !== PRODUCT);
  return [PRODUCT, ...others.sort()];
}

/** Returns the score, fixed beforehand, from which a system's samples are accepted; `undefined` if it has none. */
export function fixedThreshold({ systems }: Provenance, system: string): number | undefined {
  return system === PRODUCT ? PRODUCT_THRESHOLD : systems[system]?.threshold;
}
