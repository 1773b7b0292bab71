import type { Outcome } from '../../kernels/testing/check';
import { randomImage, randomLayer } from '../../kernels/testing/layers';
import {
  convGru,
  convolved,
  gradientBlock,
  imageOf,
  joined,
  mapped,
  pooled,
  relu,
  resized,
  shortTermBlock,
  type Image,
  type Layer,
} from '../../kernels/testing/reference';
import type { TestPrograms } from './testPrograms';

/** One of our WebGL programs on given sizes and seeds, compared with the reference in double precision. */
export interface ProgramCheck {
  name: string;
  run: (gpu: TestPrograms) => Outcome;
}

type Size = [width: number, height: number];

const STEPS = 3;

const outcome = (actual: Image, expected: Image): Outcome => ({
  actual: actual.data,
  expected: expected.data,
});

/** A layer whose bias is rounded too: a texel holds it beside the weights. */
function layer(gpu: TestPrograms, side: number, inputs: number, outputs: number, seed: number): Layer {
  const made = randomLayer(gpu, side, inputs, outputs, seed);
  return { ...made, bias: gpu.rounded(Float32Array.from(made.bias)) };
}

/** The layers of a spatial gradient block under the names that it looks for. */
function gradientLayers(gpu: TestPrograms, name: string, inputs: number, outputs: number, seed: number) {
  const conv = layer(gpu, 3, inputs, outputs, seed);
  const gradient = { ...layer(gpu, 1, inputs, outputs, seed + 1), bias: new Float32Array(outputs) };
  return {
    layers: { [`${name}.conv`]: conv, [`${name}.gradient`]: gradient },
    expected: (x: Image) => gradientBlock(x, conv, gradient),
  };
}

const roundTrips: ProgramCheck[] = (
  [
    [5, 3, 1],
    [4, 4, 3],
    [1, 1, 4],
    [7, 6, 5],
    [2, 9, 11],
  ] as const
).map(([width, height, channels], seed) => ({
  name: `${width}x${height}, ${channels} channels into planes and out of them`,
  run(gpu) {
    const x = randomImage(gpu, width, height, channels, seed);
    return outcome(
      gpu.run({}, (_, put) => put(x)),
      x,
    );
  },
}));

const gradientBlocks: ProgramCheck[] = (
  [
    [[8, 6], 3, 16],
    [[16, 16], 32, 48],
    [[7, 5], 4, 8],
    [[13, 9], 12, 10],
    [[1, 1], 5, 2],
    [[33, 3], 2, 1],
  ] as [Size, number, number][]
).map(([[width, height], inputs, outputs], seed) => ({
  name: `spatial gradient block ${width}x${height}, ${inputs} to ${outputs} channels`,
  run(gpu) {
    const x = randomImage(gpu, width, height, inputs, seed);
    const { layers, expected } = gradientLayers(gpu, 'a', inputs, outputs, seed + 10);
    return outcome(
      gpu.run(layers, (blocks, put) => blocks.spatialGradient('a', [put(x)])),
      expected(x),
    );
  },
}));

/** The second reads a map without a border and writes one with, the third reads both kinds joined. */
const chains: ProgramCheck[] = (
  [
    [8, 8],
    [7, 5],
    [1, 2],
  ] as Size[]
).map(([width, height], seed) => ({
  name: `three spatial gradient blocks ${width}x${height}, the third of two maps`,
  run(gpu) {
    const x = randomImage(gpu, width, height, 3, seed);
    const a = gradientLayers(gpu, 'a', 3, 6, seed + 10);
    const b = gradientLayers(gpu, 'b', 6, 9, seed + 20);
    const c = gradientLayers(gpu, 'c', 15, 4, seed + 30);
    const first = a.expected(x);
    return outcome(
      gpu.run({ ...a.layers, ...b.layers, ...c.layers }, (blocks, put) => {
        const one = blocks.spatialGradient('a', [put(x)]);
        return blocks.spatialGradient('c', [one, blocks.spatialGradient('b', [one])]);
      }),
      c.expected(joined([first, b.expected(first)])),
    );
  },
}));

const convolutions: ProgramCheck[] = (
  [
    [[6, 4], 1, 32, 8, 'relu'],
    [[5, 7], 1, 3, 5, 'linear'],
    [[9, 5], 3, 16, 1, 'linear'],
    [[3, 3], 3, 5, 6, 'relu'],
  ] as [Size, number, number, number, 'linear' | 'relu'][]
).map(([[width, height], side, inputs, outputs, activation], seed) => ({
  name: `${activation} ${side}x${side} convolution ${width}x${height}, ${inputs} to ${outputs} channels`,
  run(gpu) {
    const x = randomImage(gpu, width, height, inputs, seed);
    const a = layer(gpu, side, inputs, outputs, seed + 10);
    const expected = convolved(x, a);
    return outcome(
      gpu.run({ a }, (blocks, put) => blocks.convolution('a', put(x), activation)),
      activation === 'relu' ? mapped(expected, relu) : expected,
    );
  },
}));

/** Of a convolution's output, which has no border; by the identity, so that only the pool is compared. */
const pools: ProgramCheck[] = (
  [
    [8, 8],
    [7, 5],
    [2, 3],
  ] as Size[]
).map(([width, height], seed) => ({
  name: `maximum pool ${width}x${height}`,
  run(gpu) {
    const x = randomImage(gpu, width, height, 5, seed);
    const kernel = new Float32Array(9 * 25);
    for (let channel = 0; channel < 5; channel++) kernel[(4 * 5 + channel) * 5 + channel] = 1;
    const same: Layer = { side: 3, inputs: 5, outputs: 5, kernel, bias: new Float32Array(5) };
    return outcome(
      gpu.run({ same }, (blocks, put) => blocks.maxPool(blocks.convolution('same', put(x), 'linear'))),
      pooled(x),
    );
  },
}));

const upsamples: ProgramCheck[] = (
  [
    [16, 32],
    [5, 10],
    [3, 7],
    [1, 4],
  ] as [number, number][]
).map(([from, to], seed) => ({
  name: `upsampling from ${from} to ${to}`,
  run(gpu) {
    const x = randomImage(gpu, from, from, 6, seed);
    return outcome(
      gpu.run({}, (blocks, put) => blocks.upsample(put(x), to)),
      resized(x, to, to),
    );
  },
}));

const shortTerms: ProgramCheck[] = (
  [
    [[8, 8], 8, 0, 32],
    [[9, 7], 8, 32, 8],
    [[5, 3], 2, 3, 3],
    [[4, 6], 5, 0, 2],
  ] as [Size, number, number, number][]
).map(([[width, height], features, channels, outputs], seed) => ({
  name: `short-term block ${width}x${height}, ${features} features and ${channels} before to ${outputs} channels`,
  run(gpu) {
    const older = randomImage(gpu, width, height, features, seed);
    const newer = randomImage(gpu, width, height, features, seed + 1);
    const previous = channels > 0 ? randomImage(gpu, width, height, channels, seed + 2) : undefined;
    const fuse = layer(gpu, 3, 6 * features + channels, outputs, seed + 10);
    return outcome(
      gpu.run({ fuse }, (blocks, put) =>
        blocks.shortTerm(
          'fuse',
          blocks.prepared(put(older)),
          blocks.prepared(put(newer)),
          previous && put(previous),
        ),
      ),
      shortTermBlock(older, newer, previous, fuse),
    );
  },
}));

const grus: ProgramCheck[] = (
  [
    [[8, 8], 32, 16],
    [[9, 5], 16, 1],
    [[5, 7], 3, 2],
    [[4, 3], 6, 9],
  ] as [Size, number, number][]
).map(([[width, height], inputs, states], seed) => ({
  name: `ConvGRU ${width}x${height}, ${inputs} to ${states} channels over ${STEPS} steps`,
  run(gpu) {
    const gates = layer(gpu, 3, inputs + states, 2 * states, seed + 10);
    const candidate = layer(gpu, 3, inputs + states, states, seed + 20);
    const frames = Array.from({ length: STEPS }, (_, step) =>
      randomImage(gpu, width, height, inputs, seed + step),
    );
    const start = imageOf(width, height, states, () => 0);
    return outcome(
      gpu.run({ 'a.gates': gates, 'a.candidate': candidate }, (blocks, put) => {
        const [first, ...others] = frames.map(put);
        if (!first) throw new RangeError('There are frames.');
        return [first, ...others].reduce(
          (state, x) => blocks.convGru('a', x, state),
          blocks.noState(first, states),
        );
      }),
      frames.reduce((state, x) => convGru(x, state, gates, candidate), start),
    );
  },
}));

export const programChecks: ProgramCheck[] = [
  ...roundTrips,
  ...gradientBlocks,
  ...chains,
  ...convolutions,
  ...pools,
  ...upsamples,
  ...shortTerms,
  ...grus,
];
