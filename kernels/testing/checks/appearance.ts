import { inOrder, packBias, packDepthwise } from '../../../src/backends/webgpu/packKernel';
import {
  appearancePool,
  convolution,
  depthwise,
  type Activation,
} from '../../../src/backends/webgpu/programs';
import type { Check } from '../check';
import { layerBuffers, randomImage, randomLayer } from '../layers';
import { combined, convolved, convolvedDepthwise, mapped, relu, relu6 } from '../reference';

const AFTER: Record<Activation, (value: number) => number> = { linear: (value) => value, relu, relu6 };

const CONVOLUTIONS: [
  width: number,
  height: number,
  side: number,
  inputs: number,
  outputs: number,
  step: number,
  activation: Activation,
  add: boolean,
][] = [
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
  ([width, height, side, inputs, outputs, step, activation, add], seed) => ({
    name: `convolution ${String(side)}x${String(side)} on ${String(width)}x${String(height)} in steps of ${String(step)}, ${String(inputs)} to ${String(outputs)} channels, ${activation}${add ? ', added' : ''}`,
    async run(gpu) {
      // So large that a limit of 6 is met.
      const x = mapped(randomImage(gpu, width, height, inputs, seed), (value) => 8 * value);
      const layer = randomLayer(gpu, side, inputs, outputs, seed + 10);
      const sum = convolved(x, layer, step);
      const before = add ? randomImage(gpu, sum.width, sum.height, outputs, seed + 20) : mapped(sum, () => 0);
      const total = combined([sum, before], (a = NaN, b = NaN) => AFTER[activation](a + b));
      const output = gpu.map(before);
      const buffers = layerBuffers(gpu, [layer], [inputs], inOrder(outputs, 4), 1);
      const program = convolution(x, { inputs, outputs }, side, { step, activation, add });
      await gpu.run(program, [gpu.map(x), ...buffers, output]);
      return { actual: await gpu.readMap(output, total), expected: total.data };
    },
  }),
);

const DEPTHWISE: [width: number, height: number, channels: number, step: number][] = [
  [8, 8, 32, 1],
  [16, 16, 24, 2],
  [7, 5, 6, 1],
  [7, 10, 5, 2],
  [9, 3, 4, 2],
  [1, 1, 3, 2],
];

const depthwiseChecks: Check[] = DEPTHWISE.map(([width, height, channels, step], seed) => ({
  name: `depthwise convolution on ${String(width)}x${String(height)} in steps of ${String(step)}, ${String(channels)} channels`,
  async run(gpu) {
    const x = mapped(randomImage(gpu, width, height, channels, seed), (value) => 8 * value);
    const layer = randomLayer(gpu, 3, 1, channels, seed + 10);
    const expected = mapped(convolvedDepthwise(x, layer, step), relu6);
    const output = gpu.emptyMap(expected);
    const kernel = { values: Float32Array.from(layer.kernel), taps: 9, inputs: channels, outputs: 1 };
    await gpu.run(depthwise(x, channels, step), [
      gpu.map(x),
      gpu.scalars(packDepthwise(kernel)),
      gpu.floats(packBias(layer.bias, inOrder(channels, 4))),
      output,
    ]);
    return { actual: await gpu.readMap(output, expected), expected: expected.data };
  },
}));

const POOLS: [width: number, height: number, channels: number, first: number][] = [
  [8, 8, 96, 0],
  [16, 16, 64, 128],
  [5, 3, 6, 7],
];

const poolChecks: Check[] = POOLS.map(([width, height, channels, first], seed) => ({
  name: `mean and maximum over ${String(width)}x${String(height)}, ${String(channels)} channels, after ${String(first)} others`,
  async run(gpu) {
    // In every second channel nothing is above zero.
    const random = randomImage(gpu, width, height, channels, seed);
    const x = {
      ...random,
      data: random.data.map((value, index) => ((index % channels) % 2 === 0 ? value : -Math.abs(value))),
    };
    const before = Array.from({ length: first }, (_, index) => index + 1);
    const result = gpu.floats([...before, ...new Array<number>(2 * channels).fill(0)]);
    await gpu.run(appearancePool(x, first), [gpu.map(x), result]);
    const of = (channel: number) => [...x.data].filter((_, index) => index % channels === channel);
    const every = Array.from({ length: channels }, (_, channel) => of(channel));
    const means = every.map((values) => values.reduce((sum, value) => sum + value) / values.length);
    return {
      actual: (await gpu.readFloats(result)).slice(0, first + 2 * channels),
      expected: [...before, ...means, ...every.map((values) => Math.max(...values))],
    };
  },
}));

export const appearanceChecks = [...convolutionChecks, ...depthwiseChecks, ...poolChecks];
