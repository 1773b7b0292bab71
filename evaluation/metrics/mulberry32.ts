/**
 * Returns Tommy Ettinger's mulberry32: a generator of numbers from 0 to below 1 that look random and are the same for the
 * same seed on every machine. It is good enough to draw subjects, not for secrets.
 *
 * @param seed 32-bit integer
 */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
