import type { TestGpu } from './testGpu';

/** A kernel on given sizes and seeds, compared with the reference in double precision. */
export interface Check {
  name: string;
  run: (gpu: TestGpu) => Promise<Outcome>;
}

export interface Outcome {
  actual: ArrayLike<number>;
  expected: ArrayLike<number>;
}

/**
 * Largest relative L2 distance to the reference. fp16 rounds to one part in 2048, both what a kernel writes and,
 * in a ConvGRU, what it reads again; sums are made in fp32 in both.
 */
export const LARGEST_DISTANCE = { fp32: 5e-6, fp16: 1e-3 };

/** ||actual - expected|| / ||expected||; infinite for other lengths. */
export function relativeL2({ actual, expected }: Outcome): number {
  if (actual.length !== expected.length || actual.length === 0) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < expected.length; index++) {
    difference += ((actual[index] ?? NaN) - (expected[index] ?? NaN)) ** 2;
    norm += (expected[index] ?? NaN) ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** The outcome of several maps as one. */
export function together(
  actual: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): Outcome {
  const flat = (maps: readonly ArrayLike<number>[]) => maps.flatMap((values) => Array.from(values));
  return { actual: flat(actual), expected: flat(expected) };
}
