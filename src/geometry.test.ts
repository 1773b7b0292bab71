import { describe, expect, it } from 'vitest';
import { samplingTransform } from './geometry';

describe('samplingTransform', () => {
  const at = ([a, b, c, d, e, f, g, h]: readonly number[], k: number, l: number) => {
    const scale = (g ?? 0) * k + (h ?? 0) * l + 1;
    return [
      ((a ?? 0) * k + (b ?? 0) * l + (c ?? 0)) / scale,
      ((d ?? 0) * k + (e ?? 0) * l + (f ?? 0)) / scale,
    ];
  };

  it('is the identity where the grid is as fine as the pixels', () => {
    const transform = samplingTransform({ x: 0, y: 0, width: 64, height: 64 }, 64);
    expect(at(transform, 0, 0)).toEqual([0, 0]);
    expect(at(transform, 63, 17)).toEqual([63, 17]);
  });

  it('puts the samples in the middle of equal cells of the rectangle', () => {
    const rectangle = { x: 10.5, y: 20, width: 150, height: 100 };
    const transform = samplingTransform(rectangle, 50);
    for (const [k, l] of [
      [0, 0],
      [49, 0],
      [7, 49],
    ] as const) {
      const [x, y] = at(transform, k, l);
      expect(x).toBeCloseTo(rectangle.x + (k + 0.5) * 3 - 0.5, 10);
      expect(y).toBeCloseTo(rectangle.y + (l + 0.5) * 2 - 0.5, 10);
    }
  });
});
