import { describe, expect, it } from 'vitest';
import { windowScore } from './windowScore';

describe('windowScore', () => {
  // As in training/tests/test_network.py.
  it.each([
    [-3, -50, 0],
    [0.4, 0, 0.48],
    [9, 50, 1],
  ])('depth %f everywhere and logit %f give %f', (depth, logit, score) => {
    expect(windowScore(new Float32Array(1024).fill(depth), logit, 32, 0.8)).toBeCloseTo(score, 5);
  });

  it('counts depth on the face only', () => {
    const corners = Float32Array.from({ length: 1024 }, (_, index) => (index % 32 < 4 ? 1 : 0));
    expect(windowScore(corners, -50, 32, 0.8)).toBeCloseTo(0, 5);
  });
});
