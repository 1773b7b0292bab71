import type { Provenance } from '../records';

/** The key of the product among the systems. */
export const PRODUCT = 'depthproof';

/**
 * Calibrated probability at which the odds of a window are even. The product's windows are counted at it: fixed before
 * any clip was seen, it compares with the thresholds of other networks. The product itself calls nothing there; what it
 * answers over windows is in `VerdictFigures`.
 */
export const PRODUCT_THRESHOLD = 0.5;

/** The keys of the systems that are compared: the product first, the others in order of their keys. */
export function systemsOf({ systems }: Provenance): string[] {
  const others = Object.keys(systems).filter((system) => system !== PRODUCT);
  return [PRODUCT, ...others.sort()];
}

/** Score fixed beforehand from which a system's samples count as accepted; `undefined` where its makers name none. */
export function fixedThreshold({ systems }: Provenance, system: string): number | undefined {
  return system === PRODUCT ? PRODUCT_THRESHOLD : systems[system]?.threshold;
}
