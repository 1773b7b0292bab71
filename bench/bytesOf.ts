import type { Precision } from '../src/backends/backend';
import { planeLength } from '../src/backends/webgpu/layout';
import { bytesPerItem } from '../src/backends/webgpu/memory';
import type { Dispatch } from '../src/backends/webgpu/recorder';

/** Bytes that a dispatch reads or writes, each counted once; of a ring, those of the crop that a replay says. */
export function bytesOf({ reads, writes, parameters = [] }: Dispatch, precision: Precision): number {
  const maps = new Map([...reads, ...writes].map((map) => [map.region.root, map]));
  const bytes = [...maps.values()].map(({ region: { arena, length, placed }, shape, crop }) =>
    placed ? bytesPerItem(arena, precision) * (crop ? planeLength(shape) : length) : 0,
  );
  return [...bytes, ...parameters.map((part) => part.bytes)].reduce((sum, count) => sum + count, 0);
}
