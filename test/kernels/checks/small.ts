import type { Check } from '../check';
import { randomImage } from '../layers';
import { randomValues } from '../random';
import { combined, relu, resized, type Image } from '../reference';

const RESIZES: [fromWidth: number, fromHeight: number, size: number][] = [
  [8, 8, 16],
  [5, 3, 7],
  [9, 6, 4],
];

const upsampleChecks: Check[] = RESIZES.map(([fromWidth, fromHeight, size], seed) => ({
  name: `resize ${String(fromWidth)}x${String(fromHeight)} to ${String(size)}x${String(size)}`,
  async run(gpu) {
    const x = randomImage(gpu, fromWidth, fromHeight, 6, seed);
    const [actual = []] = await gpu.compute({ maps: [x] }, (o, { maps }) =>
      maps.map((map) => o.upsample(map, size)),
    );
    return { actual, expected: resized(x, size, size).data };
  },
}));

const flattenChecks: Check[] = [
  [32, 32],
  [9, 5],
].map(([width = NaN, height = NaN], seed) => ({
  name: `a map of ${String(width)}x${String(height)} as a vector`,
  async run(gpu) {
    const x = randomImage(gpu, width, height, 1, seed);
    const [actual = []] = await gpu.compute({ maps: [x] }, (o, { maps }) =>
      maps.map((map) => o.flatten(map)),
    );
    return { actual, expected: x.data };
  },
}));

/** Whatever lies there before the first step does not count. */
const refineChecks: Check[] = [1, 2, 3].map((steps) => ({
  name: `depth refinement, the mean after ${String(steps)} steps`,
  async run(gpu) {
    const maps = [randomImage(gpu, 9, 9, 1, 1), randomImage(gpu, 9, 9, 1, 2)];
    const before = randomValues(81, 3);
    const given = { maps, vectors: [before], steps };
    const [actual = []] = await gpu.compute(given, (o, { maps: [single, multi], vectors: [mean] }) => {
      if (!single || !multi) throw new RangeError('Two maps are given.');
      return [o.refine(mean, single, multi, 0.6)];
    });
    const refined = combined(maps, (s = NaN, m = NaN) => 0.4 * s + 0.6 * m).data;
    const sum = (pixel: number) => (steps - 1) * (before[pixel] ?? NaN);
    return { actual, expected: refined.map((depth, pixel) => (depth + sum(pixel)) / steps) };
  },
}));

const DENSE: [lengths: number[], units: number, activation: 'relu' | 'linear'][] = [
  [[1024], 64, 'relu'],
  [[64, 384], 1, 'linear'],
  [[3, 5, 2], 7, 'relu'],
];

const denseChecks: Check[] = DENSE.map(([lengths, units, activation], seed) => ({
  name: `dense layer of ${lengths.join(' and ')} to ${String(units)}, ${activation}`,
  async run(gpu) {
    const vectors = lengths.map((length, index) => randomValues(length, seed + 10 * index));
    const inputs = vectors.flatMap((vector) => [...vector]);
    const kernel = randomValues(inputs.length * units, seed + 1);
    const bias = randomValues(units, seed + 2);
    const layers = { head: { side: 1, inputs: inputs.length, outputs: units, kernel, bias } };
    const [actual = []] = await gpu.compute({ layers, vectors }, (o, given) => [
      o.dense('head', given.vectors, activation),
    ]);
    const expected = Array.from(bias, (first, unit) => {
      const sum = inputs.reduce((all, x, index) => all + x * (kernel[index * units + unit] ?? NaN), first);
      return activation === 'relu' ? relu(sum) : sum;
    });
    return { actual, expected };
  },
}));

const POOLS: [width: number, height: number, channels: number, maps: number][] = [
  [8, 8, 96, 1],
  [16, 16, 64, 2],
  [5, 3, 6, 2],
];

const poolChecks: Check[] = POOLS.map(([width, height, channels, count], seed) => ({
  name: `mean and maximum of ${String(count)} maps, ${String(width)}x${String(height)}, ${String(channels)} channels`,
  async run(gpu) {
    const maps = Array.from({ length: count }, (_, index): Image => {
      // In every second channel nothing is above zero.
      const random = randomImage(gpu, width, height, channels, seed + 10 * index);
      const data = random.data.map((value, at) => ((at % channels) % 2 === 0 ? value : -Math.abs(value)));
      return { ...random, data };
    });
    const [actual = []] = await gpu.compute({ maps }, (o, given) => [o.meanMax(given.maps)]);
    const expected = maps.flatMap(({ data }) => {
      const every = Array.from({ length: channels }, (_, channel) =>
        [...data].filter((_, index) => index % channels === channel),
      );
      const means = every.map((values) => values.reduce((sum, value) => sum + value) / values.length);
      return [...means, ...every.map((values) => Math.max(...values))];
    });
    return { actual, expected };
  },
}));

export const smallChecks = [
  ...upsampleChecks,
  ...flattenChecks,
  ...refineChecks,
  ...denseChecks,
  ...poolChecks,
];
