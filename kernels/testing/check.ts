import { TILES, type Tile } from '../../src/backends/webgpu/maps';
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

/** A check of every case for each tile that a kernel is compiled for. */
export function eachTile<Case>(
  cases: readonly Case[],
  check: (tile: Tile, one: Case, seed: number) => Check,
): Check[] {
  return TILES.flatMap((tile) => cases.map((one, seed) => check(tile, one, seed)));
}

/**
 * Largest relative L2 distance to the reference. Half floats round to one part in 2048, both what a kernel writes and,
 * in a ConvGRU, what it reads again; sums are made in f32 in both.
 */
export const LARGEST_DISTANCE = { f32: 5e-6, f16: 1e-3 };

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
