import { inOrder } from '../../../src/backends/webgpu/packKernel';
import { spatialGradient, type Written } from '../../../src/backends/webgpu/programs';
import { eachTile, type Check, type Outcome } from '../check';
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

export const spatialGradientChecks: Check[] = eachTile(
  CASES,
  (tile, [width, height, inputs, outputs, written], seed) => ({
    name: `spatial gradient block in ${tile} tiles, ${String(width)}x${String(height)}, ${String(inputs)} to ${String(outputs)} channels, ${written}`,
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
      await gpu.run(spatialGradient(tile, x, { inputs, outputs }, written), [
        gpu.map(x),
        ...layerBuffers(gpu, [conv, residual], [inputs], inOrder(outputs, 8), 2),
        output,
        maxima,
      ]);
      const actual = [...(await gpu.readMap(output, full)), ...(await gpu.readMap(maxima, small))];
      // What is not asked for stays as it was.
      const expected = [
        ...full.data.map((value) => (written === 'pool' ? 0 : value)),
        ...small.data.map((value) => (written === 'full' ? 0 : value)),
      ];
      return { actual, expected };
    },
  }),
);
