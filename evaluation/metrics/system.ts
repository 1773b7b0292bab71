import type { Provenance } from '../records';

/** The key of the product among the systems. */
export const PRODUCT = 'depthproof';

/** Calibrated probability from which the product takes a window for bona fide. */
export const PRODUCT_THRESHOLD = 0.5;

/** The keys of the systems that are compared: the product first, the others in order of their keys. */
export function systemsOf({ systems }: Provenance): string[] {
  const others = Object.keys(systems).filter((system) => system !== PRODUCT);
  return [PRODUCT, ...others.sort()];
}

/** Score from which a system as it is shipped accepts; `undefined` where its makers name none. */
export function shippedThreshold({ systems }: Provenance, system: string): number | undefined {
  return system === PRODUCT ? PRODUCT_THRESHOLD : systems[system]?.threshold;
}
