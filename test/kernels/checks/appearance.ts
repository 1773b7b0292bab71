import type { Activation } from '../../../src/network/ops';
import { together, type Check } from '../check';
import { randomImage, randomLayer } from '../layers';
import { combined, convolved, convolvedDepthwise, mapped, relu, relu6, type Image } from '../reference';

const AFTER: Record<Activation, (value: number) => number> = { linear: (value) => value, relu, relu6 };

const CONVOLUTIONS: [
  width: number,
  height: number,
  side: number,
  inputs: number,
  outputs: number,
  stride: number,
  activation: Activation,
  added: boolean,
][] = [
  [8, 8, 1, 32, 8, 1, 'relu', false],
  [7, 3, 3, 16, 1, 1, 'relu', false],
  [5, 9, 3, 3, 5, 1, 'relu', false],
  [16, 16, 3, 3, 32, 2, 'relu6', false],
  [7, 10, 3, 5, 6, 2, 'linear', false],
  [9, 5, 1, 6, 9, 2, 'relu', false],
  [8, 8, 1, 24, 144, 1, 'relu6', false],
  [5, 3, 1, 48, 10, 1, 'linear', false],
  [8, 8, 1, 96, 24, 1, 'linear', true],
  [7, 5, 3, 4, 5, 1, 'relu6', true],
  [6, 9, 3, 8, 7, 2, 'linear', true],
];

const convolutionChecks: Check[] = CONVOLUTIONS.map(
  ([width, height, side, inputs, outputs, stride, activation, added], seed) => ({
    name: `convolution ${String(side)}x${String(side)} on ${String(width)}x${String(height)} with stride ${String(stride)}, ${String(inputs)} to ${String(outputs)} channels, ${activation}${added ? ', added' : ''}`,
    async run(gpu) {
      // So large that a limit of 6 is met.
      const x = mapped(randomImage(gpu, width, height, inputs, seed), (value) => 8 * value);
      const layer = randomLayer(gpu, side, inputs, outputs, seed + 10);
      const sum = convolved(x, layer, stride);
      const before = added ? [randomImage(gpu, sum.width, sum.height, outputs, seed + 20)] : [];
      const expected = combined([sum, ...before], (a = NaN, b = 0) => AFTER[activation](a + b));
      const given = { layers: { layer }, maps: [x, ...before] };
      const [actual = []] = await gpu.compute(given, (o, { maps: [input, residual] }) => {
        if (!input) throw new RangeError('A map is given.');
        return [o.conv('layer', input, { stride, activation, ...(residual ? { residual } : {}) })];
      });
      return { actual, expected: expected.data };
    },
  }),
);

const cropCheck: Check = {
  name: 'convolution of both crops in their rings',
  async run(gpu) {
    const crops = { face: randomImage(gpu, 12, 12, 3, 1), context: randomImage(gpu, 12, 12, 3, 2) };
    const layer = randomLayer(gpu, 3, 3, 8, 3);
    const actual = await gpu.compute({ layers: { layer }, crops }, (o, given) =>
      [given.crops.face, given.crops.context].map((crop) => o.conv('layer', crop, { stride: 2 })),
    );
    return together(
      actual,
      [crops.face, crops.context].map((crop) => convolved(crop, layer, 2).data),
    );
  },
};

const DEPTHWISE: [width: number, height: number, channels: number, stride: number, activation: Activation][] =
  [
    [8, 8, 32, 1, 'relu6'],
    [16, 16, 24, 2, 'relu6'],
    [7, 5, 6, 1, 'relu6'],
    [7, 10, 5, 2, 'relu6'],
    [9, 3, 4, 2, 'linear'],
    [1, 1, 3, 2, 'relu6'],
  ];

const depthwiseChecks: Check[] = DEPTHWISE.map(([width, height, channels, stride, activation], seed) => ({
  name: `depthwise convolution on ${String(width)}x${String(height)} with stride ${String(stride)}, ${String(channels)} channels, ${activation}`,
  async run(gpu) {
    const x = mapped(randomImage(gpu, width, height, channels, seed), (value) => 8 * value);
    const random = randomLayer(gpu, 3, 1, channels, seed + 10);
    const layer = { ...random, inputs: channels, outputs: 1 };
    const expected = mapped(convolvedDepthwise(x, layer, stride), AFTER[activation]);
    const [actual = []] = await gpu.compute({ layers: { layer }, maps: [x] }, (o, { maps }) =>
      maps.map((map) => o.depthwise('layer', map, { stride, activation })),
    );
    return { actual, expected: expected.data };
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

export const appearanceChecks = [...convolutionChecks, cropCheck, ...depthwiseChecks, ...poolChecks];
