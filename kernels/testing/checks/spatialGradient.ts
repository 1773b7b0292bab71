import { inOrder } from '../../../src/backends/webgpu/packKernel';
import { spatialGradient, type Written } from '../../../src/backends/webgpu/programs';
import type { Check, Outcome } from '../check';
import { layerBuffers, randomImage, randomLayer } from '../layers';
import { gradientBlock, pooled } from '../reference';
import type { TestGpu } from '../testGpu';

const CASES: [width: number, height: number, inputs: number, outputs: number, written: Written][] = [
  [8, 6, 3, 16, 'pool'],
  [16, 16, 32, 48, 'full'],
  [7, 5, 4, 8, 'full_and_pool'],
  [13, 9, 12, 10, 'full_and_pool'],
  [1, 1, 5, 2, 'full'],
  [33, 3, 8, 24, 'full_and_pool'],
];

export const spatialGradientChecks: Check[] = CASES.map(
  ([width, height, inputs, outputs, written], seed) => ({
    name: `spatial gradient block ${String(width)}x${String(height)}, ${String(inputs)} to ${String(outputs)} channels, ${written}`,
    async run(gpu: TestGpu): Promise<Outcome> {
      const x = randomImage(gpu, width, height, inputs, seed);
      const conv = randomLayer(gpu, 3, inputs, outputs, seed + 10);
      const residual = {
        ...randomLayer(gpu, 1, inputs, outputs, seed + 20),
        bias: new Float32Array(outputs),
      };
      const full = gradientBlock(x, conv, residual);
      const small = pooled(full);
      const output = gpu.emptyMap(full);
      const maxima = gpu.emptyMap(small);
      await gpu.run(spatialGradient(x, { inputs, outputs }, written), [
        gpu.map(x),
        ...layerBuffers(gpu, [conv, residual], [inputs], inOrder(outputs, 8), 2),
        written === 'pool' ? undefined : output,
        written === 'full' ? undefined : maxima,
      ]);
      const actual: number[] = [];
      const expected: number[] = [];
      if (written !== 'pool') actual.push(...(await gpu.readMap(output, full)));
      if (written !== 'pool') expected.push(...full.data);
      if (written !== 'full') actual.push(...(await gpu.readMap(maxima, small)));
      if (written !== 'full') expected.push(...small.data);
      return { actual, expected };
    },
  }),
);
