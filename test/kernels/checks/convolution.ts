import { CROPS } from '../../../src/backends/webgpu/uniforms';
import type { Activation, Padding } from '../../../src/network/ops';
import { together, type Check } from '../check';
import { randomImage, randomLayer } from '../layers';
import { randomValues } from '../random';
import {
  combined,
  convolved,
  convolvedDepthwise,
  mapped,
  prelu,
  relu,
  relu6,
  type Image,
} from '../reference';

/** A sum after an activation; `slope`: of a PReLU. */
function activated(sum: Image, activation: Activation, slope: ArrayLike<number>): Image {
  const after = { linear: (value: number) => value, relu, relu6 };
  return activation === 'prelu' ? prelu(sum, slope) : mapped(sum, after[activation]);
}

/** Some are above 1, and some below 0. */
const slopeOf = (channels: number, seed: number) => randomValues(channels, seed).map((value) => 1.5 * value);

const CONVOLUTIONS: [
  width: number,
  height: number,
  side: number,
  inputs: number,
  outputs: number,
  stride: 1 | 2,
  activation: Activation,
  added: boolean,
  padding?: Padding,
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
  [7, 5, 3, 4, 5, 1, 'linear', true],
  [6, 9, 3, 8, 7, 1, 'linear', true],
  [16, 16, 3, 3, 32, 2, 'prelu', false, 'symmetric'],
  [7, 10, 3, 5, 6, 2, 'prelu', false, 'symmetric'],
  [5, 5, 1, 13, 103, 1, 'prelu', false],
  [8, 5, 3, 6, 5, 1, 'prelu', false, 'symmetric'],
];

const sumChecks: Check[] = CONVOLUTIONS.map(
  ([width, height, side, inputs, outputs, stride, activation, added, padding = 'same'], seed) => ({
    name: `convolution ${String(side)}x${String(side)} on ${String(width)}x${String(height)} with stride ${String(stride)}, ${String(inputs)} to ${String(outputs)} channels, ${activation}, ${padding}${added ? ', added' : ''}`,
    async run(gpu) {
      // So large that a limit of 6 is met.
      const x = mapped(randomImage(gpu, width, height, inputs, seed), (value) => 8 * value);
      const slope = slopeOf(outputs, seed + 30);
      const layer = { ...randomLayer(gpu, side, inputs, outputs, seed + 10), slope };
      const sum = convolved(x, layer, stride, padding);
      const before = added ? [randomImage(gpu, sum.width, sum.height, outputs, seed + 20)] : [];
      const all = combined([sum, ...before], (a = NaN, b = 0) => a + b);
      const expected = activated(all, activation, slope);
      const given = { layers: { layer }, maps: [x, ...before] };
      const [actual = []] = await gpu.compute(given, (o, { maps: [input, residual] }) => {
        if (!input) throw new RangeError('A map is given.');
        if (residual) return [o.addConv('layer', input, residual)];
        return [o.conv('layer', input, { stride, padding, activation })];
      });
      return { actual, expected: expected.data };
    },
  }),
);

const cropCheck: Check = {
  name: 'convolution of all crops in their rings',
  async run(gpu) {
    const images = CROPS.map(
      (name, seed) => [name, randomImage(gpu, 12 + seed, 12 + seed, 3, seed)] as const,
    );
    const layer = randomLayer(gpu, 3, 3, 8, 3);
    const crops = Object.fromEntries(images);
    const actual = await gpu.compute({ layers: { layer }, crops }, (o, given) =>
      Object.values(given.crops).map((crop) => o.conv('layer', crop, { stride: 2 })),
    );
    return together(
      actual,
      images.map(([, image]) => convolved(image, layer, 2).data),
    );
  },
};

const DEPTHWISE: [
  width: number,
  height: number,
  channels: number,
  stride: 1 | 2,
  activation: Activation,
  padding?: Padding,
][] = [
  [8, 8, 32, 1, 'relu6'],
  [16, 16, 24, 2, 'relu6'],
  [7, 5, 6, 1, 'relu6'],
  [7, 10, 5, 2, 'relu6'],
  [9, 3, 4, 2, 'linear'],
  [1, 1, 3, 2, 'relu6'],
  [16, 16, 32, 2, 'prelu', 'symmetric'],
  [5, 5, 13, 1, 'prelu', 'symmetric'],
  [7, 10, 6, 2, 'prelu', 'symmetric'],
];

const depthwiseChecks: Check[] = DEPTHWISE.map(
  ([width, height, channels, stride, activation, padding = 'same'], seed) => ({
    name: `depthwise convolution on ${String(width)}x${String(height)} with stride ${String(stride)}, ${String(channels)} channels, ${activation}, ${padding}`,
    async run(gpu) {
      const x = mapped(randomImage(gpu, width, height, channels, seed), (value) => 8 * value);
      const random = randomLayer(gpu, 3, 1, channels, seed + 10);
      const slope = slopeOf(channels, seed + 30);
      const layer = { ...random, inputs: channels, outputs: 1, slope };
      const expected = activated(convolvedDepthwise(x, layer, stride, padding), activation, slope);
      const [actual = []] = await gpu.compute({ layers: { layer }, maps: [x] }, (o, { maps }) =>
        maps.map((map) => o.depthwise('layer', map, { stride, padding, activation })),
      );
      return { actual, expected: expected.data };
    },
  }),
);

export const convolutionChecks = [...sumChecks, cropCheck, ...depthwiseChecks];
