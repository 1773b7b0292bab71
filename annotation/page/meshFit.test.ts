import { expect, it } from 'vitest';
import { boundsOf, misfit } from './meshFit';

const box = { x: 100, y: 100, width: 100, height: 100, score: 1 };

/** Corners of a square, px. */
const square = (x: number, y: number, side: number) => Float32Array.of(x, y, 0, x + side, y + side, 0);

it('takes a mesh that covers the face', () => {
  expect(misfit({ points: square(98, 95, 105), score: 1 }, box)).toBeUndefined();
});

it.each([
  [{ points: square(98, 95, 105), score: 0.4 }, 'score 0.40'],
  [{ points: square(98, 95, 105), score: NaN }, 'score NaN'],
  [{ points: square(140, 95, 105), score: 1 }, 'beside'],
  [{ points: square(125, 125, 50), score: 1 }, '0.50 times'],
  [{ points: square(50, 50, 200), score: 1 }, '2.00 times'],
  [{ points: square(NaN, 0, 100), score: 1 }, 'times'],
])('says what is wrong with %j', (mesh, reason) => {
  expect(misfit(mesh, box)).toContain(reason);
});

it('bounds a mesh', () => {
  expect(boundsOf(square(3, 4, 10))).toEqual({ x: 3, y: 4, width: 10, height: 10 });
});
