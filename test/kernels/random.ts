/** Values in [-1, 1) from a linear congruential generator: the same ones everywhere for a seed. */
export function randomValues(length: number, seed: number): Float32Array<ArrayBuffer> {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
