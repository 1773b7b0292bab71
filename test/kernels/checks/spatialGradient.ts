import { together, type Check } from '../check';
import { randomImage, randomLayer } from '../layers';
import { spatialGradient, joined, pooled } from '../reference';

type Written = 'full' | 'pool' | 'full_and_pool';

const CASES: [width: number, height: number, inputs: number[], outputs: number, written: Written][] = [
  [8, 6, [3], 16, 'pool'],
  [16, 16, [32], 48, 'full'],
  [7, 5, [4], 8, 'full_and_pool'],
  [13, 9, [12], 10, 'full_and_pool'],
  [1, 1, [5], 2, 'full'],
  [33, 3, [8], 24, 'full_and_pool'],
  [9, 10, [5, 8, 3], 8, 'full'],
];

const gradientChecks: Check[] = CASES.map(([width, height, inputs, outputs, written], seed) => ({
  name: `spatial gradient block, ${String(width)}x${String(height)}, ${inputs.join(' and ')} to ${String(outputs)} channels, ${written}`,
  async run(gpu) {
    const maps = inputs.map((channels, index) =>
      randomImage(gpu, width, height, channels, seed + 30 * index),
    );
    const x = joined(maps);
    const conv = randomLayer(gpu, 3, x.channels, outputs, seed + 10);
    const gradient = randomLayer(gpu, 1, x.channels, outputs, seed + 20);
    const full = spatialGradient(x, conv, { ...gradient, bias: new Float32Array(outputs) });
    const layers = { 'block.conv': conv, 'block.gradient': gradient };
    const actual = await gpu.compute({ layers, maps }, (o, { maps: read }) => {
      const block = o.spatialGradient('block', read);
      return [...(written === 'pool' ? [] : [block.full]), ...(written === 'full' ? [] : [block.pooled()])];
    });
    const expected = [
      ...(written === 'pool' ? [] : [full.data]),
      ...(written === 'full' ? [] : [pooled(full).data]),
    ];
    return together(actual, expected);
  },
}));

const cropCheck: Check = {
  name: 'spatial gradient block of a crop in its ring',
  async run(gpu) {
    const face = randomImage(gpu, 9, 9, 3, 1);
    const layers = {
      'block.conv': randomLayer(gpu, 3, 3, 16, 2),
      'block.gradient': { ...randomLayer(gpu, 1, 3, 16, 3), bias: new Float32Array(16) },
    };
    const expected = spatialGradient(face, layers['block.conv'], layers['block.gradient']);
    const [actual = []] = await gpu.compute({ layers, crops: { face } }, (o, { crops }) => [
      o.spatialGradient('block', Object.values(crops)).full,
    ]);
    return { actual, expected: expected.data };
  },
};

export const spatialGradientChecks = [...gradientChecks, cropCheck];
