import type { Check } from '../check';
import { randomImage } from '../layers';
import { randomValues } from '../random';
import { at } from '../reference';

const SIZES = [16, 13];

const luminanceChecks: Check[] = SIZES.map((size, seed) => ({
  name: `luminance of ${String(size)}x${String(size)} pixels`,
  async run(gpu) {
    const context = randomImage(gpu, 2 * size, 2 * size, 3, seed);
    const [actual = []] = await gpu.compute({ crops: { context } }, (o, { crops }) =>
      Object.values(crops).map((crop) => o.luminance(crop)),
    );
    const expected = Array.from({ length: size * size }, (_, pixel) => {
      const [x, y] = [2 * (pixel % size), 2 * Math.floor(pixel / size)];
      const mean = (channel: number) =>
        [0, 1]
          .flatMap((dy) => [0, 1].map((dx) => at(context, x + dx, y + dy, channel)))
          .reduce((a, b) => a + b) / 4;
      return 16 * (0.299 * mean(0) + 0.587 * mean(1) + 0.114 * mean(2));
    });
    return { actual, expected };
  },
}));

const momentsChecks: Check[] = SIZES.map((size, seed) => ({
  name: `moments of flow over ${String(size)}x${String(size)} pixels`,
  async run(gpu) {
    const [older, newer] = [randomValues(size * size, seed), randomValues(size * size, seed + 10)];
    const [actual = []] = await gpu.compute({ vectors: [older, newer] }, (o, { vectors }) => {
      const [before, after] = vectors;
      if (!before || !after) throw new RangeError('Two vectors are given.');
      return [o.flowMoments(before, after)];
    });
    return { actual, expected: momentsOf(older, newer, size) };
  },
}));

/** The history has three places of seven numbers; frames are counted from 0, so that the fifth one takes the second. */
const appendCheck: Check = {
  name: 'joined vectors appended to a history that is full',
  async run(gpu) {
    const vectors = [randomValues(3, 1), randomValues(4, 2)];
    const [history = new Float32Array()] = await gpu.compute({ vectors, steps: 4 }, (o, given) => [
      o.append(undefined, given.vectors, 3),
    ]);
    return {
      actual: history,
      expected: [
        ...new Array<number>(7).fill(0),
        ...vectors.flatMap((v) => [...v]),
        ...new Array<number>(7).fill(0),
      ],
    };
  },
};

/** As training/models/network.py computes them, straight from the definition. */
function momentsOf(older: Float32Array, newer: Float32Array, size: number): number[] {
  const inside = (value: number) => Math.min(Math.max(value, 0), size - 1);
  const mean = (x: number, y: number) => {
    const pixel = inside(y) * size + inside(x);
    return ((older[pixel] ?? NaN) + (newer[pixel] ?? NaN)) / 2;
  };
  const sums = [0, 1].map(() => ({ pixels: 0, moments: new Float64Array(36) }));
  for (let pixel = 0; pixel < size * size; pixel++) {
    const [x, y] = [pixel % size, Math.floor(pixel / size)];
    const [u, v] = [((x + 0.5) * 2) / size - 1, ((y + 0.5) * 2) / size - 1];
    const distance = Math.hypot(u, v);
    const region = distance < 0.45 ? sums[0] : distance > 0.7 ? sums[1] : undefined;
    if (!region) continue;
    const across = (row: number) => mean(x + 1, row) - mean(x - 1, row);
    const down = (column: number) => mean(column, y + 1) - mean(column, y - 1);
    const gx = (across(y - 1) + 2 * across(y) + across(y + 1)) / 8;
    const gy = (down(x - 1) + 2 * down(x) + down(x + 1)) / 8;
    const gt = (newer[pixel] ?? NaN) - (older[pixel] ?? NaN);
    const products = [gx * gx, gx * gy, gy * gy, gx * gt, gy * gt, gt * gt];
    region.pixels += 1;
    [1, u, v, u * u, u * v, v * v].forEach((power, row) => {
      products.forEach((product, column) => {
        const at = 6 * row + column;
        region.moments[at] = (region.moments[at] ?? NaN) + power * product;
      });
    });
  }
  return sums.flatMap(({ pixels, moments }) => Array.from(moments, (sum) => sum / pixels));
}

export const flowChecks = [...luminanceChecks, ...momentsChecks, appendCheck];
