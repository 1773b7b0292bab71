import { inOrder } from '../../../src/backends/webgpu/packKernel';
import { mapLength, packMap } from '../../../src/backends/webgpu/maps';
import { shortTerm } from '../../../src/backends/webgpu/programs';
import type { Check, Outcome } from '../check';
import { layerBuffers, randomImage, randomLayer } from '../layers';
import { pooled, shortTermBlock } from '../reference';
import type { TestGpu } from '../testGpu';

const CASES: [
  width: number,
  height: number,
  features: number,
  previous: number,
  outputs: number,
  written: 'full' | 'pool',
][] = [
  [16, 8, 8, 0, 32, 'pool'],
  [9, 7, 8, 32, 16, 'full'],
  [6, 5, 2, 3, 3, 'full'],
  [11, 3, 5, 0, 8, 'pool'],
  [1, 2, 4, 4, 8, 'full'],
];

export const shortTermChecks: Check[] = CASES.map(
  ([width, height, features, previous, outputs, written], seed) => ({
    name: `short-term block ${String(width)}x${String(height)}, ${String(features)} and ${String(previous)} to ${String(outputs)} channels, ${written}`,
    async run(gpu: TestGpu): Promise<Outcome> {
      const older = randomImage(gpu, width, height, features, seed);
      const newer = randomImage(gpu, width, height, features, seed + 1);
      const before = previous > 0 ? randomImage(gpu, width, height, previous, seed + 2) : undefined;
      const fuse = randomLayer(gpu, 3, 6 * features + previous, outputs, seed + 10);
      const full = shortTermBlock(older, newer, before, fuse);
      const result = written === 'full' ? full : pooled(full);
      const length = mapLength(older);
      const both = new Float32Array(2 * length);
      both.set(packMap(newer.data, newer));
      both.set(packMap(older.data, older), length);
      const reduced = gpu.scalars(both);
      const slots = gpu.floats(new Float32Array(new Uint32Array([length / 4, 0]).buffer));
      const output = gpu.emptyMap(result);
      const joined = [...new Array<number>(6).fill(features), previous];
      await gpu.run(shortTerm(older, { features, previous, outputs }, written), [
        reduced,
        slots,
        before ? gpu.map(before) : reduced,
        ...layerBuffers(gpu, [fuse], joined, inOrder(outputs, 8), 2),
        output,
      ]);
      return { actual: await gpu.readMap(output, result), expected: result.data };
    },
  }),
);
