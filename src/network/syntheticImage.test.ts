import { describe, expect, it } from 'vitest';
import { syntheticImage } from './syntheticImage';

describe('syntheticImage', () => {
  // The same bytes are asserted of training/export/golden.py in training/tests/test_training.py.
  it('is the picture that Python makes', () => {
    const image = syntheticImage(128, 3);
    const pixels = [40, 41, 42].map((y) => [...image.slice(3 * (128 * y + 61), 3 * (128 * y + 62))]);
    expect(pixels).toEqual([
      [193, 183, 178],
      [195, 193, 180],
      [197, 183, 181],
    ]);
    expect(image.reduce((sum, value) => sum + value, 0)).toBe(5_153_238);
  });
});
