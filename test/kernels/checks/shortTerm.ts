import type { Check } from '../check';
import { randomImage, randomLayer } from '../layers';
import { pooled, shortTermBlock } from '../reference';

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
    name: `short-term block, ${String(width)}x${String(height)}, ${String(features)} and ${String(previous)} to ${String(outputs)} channels, ${written}`,
    async run(gpu) {
      const older = randomImage(gpu, width, height, features, seed);
      const newer = randomImage(gpu, width, height, features, seed + 1);
      const before = previous > 0 ? randomImage(gpu, width, height, previous, seed + 2) : undefined;
      const fuse = randomLayer(gpu, 3, 6 * features + previous, outputs, seed + 10);
      const full = shortTermBlock(older, newer, before, fuse);
      const given = {
        layers: { 'block.fuse.conv': fuse },
        maps: [newer, older, ...(before ? [before] : [])],
      };
      const [actual = []] = await gpu.compute(given, (o, { maps: [f1, f0, p] }) => {
        if (!f0 || !f1) throw new RangeError('Two maps are given.');
        const block = o.shortTerm('block', f0, f1, p);
        return [written === 'full' ? block.full : block.pooled()];
      });
      return { actual, expected: (written === 'full' ? full : pooled(full)).data };
    },
  }),
);
