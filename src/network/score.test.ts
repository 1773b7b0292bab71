import { describe, expect, it } from 'vitest';
import { meanFaceDepth, windowScore } from './score';

const FACE = { size: 32, ellipse: { x: 0.33, y: 0.38 } };

describe('the window score', () => {
  // As in training/tests/test_network.py.
  it.each([
    [-3, -50, 0],
    [0.4, 0, 0.48],
    [9, 50, 1],
  ])('depth %f everywhere and log odds %f give %f', (depth, logOdds, score) => {
    const mean = meanFaceDepth(new Float32Array(1024).fill(depth), FACE);
    expect(windowScore(mean, logOdds, 0.8)).toBeCloseTo(score, 5);
  });

  it('counts depth on the face only', () => {
    const corners = Float32Array.from({ length: 1024 }, (_, index) => (index % 32 < 4 ? 1 : 0));
    expect(windowScore(meanFaceDepth(corners, FACE), -50, 0.8)).toBeCloseTo(0, 5);
  });
});
