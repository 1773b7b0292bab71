import { planeLength } from '../../../src/backends/webgpu/maps';
import { inOrder } from '../../../src/backends/webgpu/packKernel';
import { convolution, refine, upsample } from '../../../src/backends/webgpu/programs';
import type { Check } from '../check';
import { layerBuffers, randomImage, randomLayer } from '../layers';
import { combined, convolved, mapped, relu, resized } from '../reference';

const CONVOLUTIONS: [width: number, height: number, side: number, inputs: number, outputs: number][] = [
  [8, 8, 1, 32, 8],
  [7, 3, 3, 16, 1],
  [5, 9, 3, 3, 5],
];

const convolutionChecks: Check[] = CONVOLUTIONS.map(([width, height, side, inputs, outputs], seed) => ({
  name: `convolution ${String(side)}x${String(side)} on ${String(width)}x${String(height)}, ${String(inputs)} to ${String(outputs)} channels`,
  async run(gpu) {
    const x = randomImage(gpu, width, height, inputs, seed);
    const layer = randomLayer(gpu, side, inputs, outputs, seed + 10);
    const expected = mapped(convolved(x, layer), relu);
    const output = gpu.emptyMap(expected);
    const buffers = layerBuffers(gpu, [layer], [inputs], inOrder(outputs, 4), 1);
    await gpu.run(convolution(x, { inputs, outputs }, side), [gpu.map(x), ...buffers, output]);
    return { actual: await gpu.readMap(output, expected), expected: expected.data };
  },
}));

const RESIZES: [fromWidth: number, fromHeight: number, width: number, height: number][] = [
  [8, 8, 16, 16],
  [5, 3, 7, 11],
  [9, 6, 4, 5],
];

const upsampleChecks: Check[] = RESIZES.map(([fromWidth, fromHeight, width, height], seed) => ({
  name: `resize ${String(fromWidth)}x${String(fromHeight)} to ${String(width)}x${String(height)}`,
  async run(gpu) {
    const x = randomImage(gpu, fromWidth, fromHeight, 6, seed);
    const expected = resized(x, width, height);
    const output = gpu.emptyMap(expected);
    await gpu.run(upsample(x, expected, 6), [gpu.map(x), output]);
    return { actual: await gpu.readMap(output, expected), expected: expected.data };
  },
}));

const refineCheck: Check = {
  name: 'depth refinement added up over three steps',
  async run(gpu) {
    const single = randomImage(gpu, 9, 7, 1, 1);
    const multi = randomImage(gpu, 9, 7, 1, 2);
    const sum = gpu.floats(new Float32Array(planeLength(single)));
    for (let step = 0; step < 3; step++)
      await gpu.run(refine(planeLength(single), 0.6), [gpu.map(single), gpu.map(multi), sum]);
    const expected = combined([single, multi], (s = NaN, m = NaN) => 3 * (0.4 * s + 0.6 * m));
    const plane = await gpu.readFloats(sum);
    // As the first channel of a map, which it lies in without the other three.
    const stride = 12 + 4;
    const actual = Float32Array.from(expected.data, (_, pixel) => {
      return plane[(Math.floor(pixel / 9) + 2) * stride + (pixel % 9) + 2] ?? NaN;
    });
    return { actual, expected: expected.data };
  },
};

export const smallChecks = [...convolutionChecks, ...upsampleChecks, refineCheck];
