import { inOrder, withoutDifference } from '../../../src/backends/webgpu/packKernel';
import { packMap } from '../../../src/backends/webgpu/maps';
import { shortTerm } from '../../../src/backends/webgpu/programs';
import { eachTile, type Check, type Outcome } from '../check';
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

export const shortTermChecks: Check[] = eachTile(
  CASES,
  (tile, [width, height, features, previous, outputs, written], seed) => ({
    name: `short-term block in ${tile} tiles, ${String(width)}x${String(height)}, ${String(features)} and ${String(previous)} to ${String(outputs)} channels, ${written}`,
    async run(gpu: TestGpu): Promise<Outcome> {
      const older = randomImage(gpu, width, height, features, seed);
      const newer = randomImage(gpu, width, height, features, seed + 1);
      const before = previous > 0 ? randomImage(gpu, width, height, previous, seed + 2) : undefined;
      const fuse = randomLayer(gpu, 3, 6 * features + previous, outputs, seed + 10);
      const full = shortTermBlock(older, newer, before, fuse);
      const result = written === 'full' ? full : pooled(full);
      // The newer frame's features, the older one's, the level before.
      const maps = [newer, older, ...(before ? [before] : [])].map((image) => packMap(image.data, image));
      const starts = maps.map(
        (_, index) => maps.slice(0, index).reduce((sum, map) => sum + map.length, 0) / 4,
      );
      const [newerAt = 0, olderAt = 0, beforeAt = 0] = starts;
      const slots = { older: olderAt, newer: newerAt, before: beforeAt };
      const output = gpu.emptyMap(result);
      const joined = [...new Array<number>(6).fill(features), previous];
      await gpu.run(shortTerm(tile, older, { features, previous, outputs }, slots, written), [
        gpu.scalars(Float32Array.from(maps.flatMap((map) => [...map]))),
        ...layerBuffers(gpu, [fuse], joined, inOrder(outputs, 8), 2, (kernel) =>
          withoutDifference(kernel, features),
        ),
        output,
      ]);
      return { actual: await gpu.readMap(output, result), expected: result.data };
    },
  }),
);
