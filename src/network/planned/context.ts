import type { Region } from '../../backends/webgpu/region';
import type { Launch } from '../../backends/webgpu/launches';
import { contextPool } from '../../backends/webgpu/programs';
import type { Architecture } from '../model';
import { gradientBlock, gradientLayer, type Build, type MapRegion } from './blocks';

/** The branch that sees the face's surroundings, once a window. */
export interface ContextPlan {
  /** The first block, for each crop that it may read. */
  stems: Promise<Launch>[];
  rest: Promise<Launch>[];
  /** Mean and maximum of the last map. */
  vector: Region;
}

/** `crops`: the context crops that a window may have. */
export function planContext(build: Build, a: Architecture, crops: readonly Region[]): ContextPlan {
  const last = a.context.length - 1;
  const maps = a.context.map((channels, index): MapRegion => {
    // All but the last one's maps are pooled as they are written.
    const side = a.context_size >> Math.min(index + 1, last);
    const shape = { width: side, height: side, channels };
    return { region: build.memory.map(`context.${String(index)}`, shape), shape };
  });
  const block = (index: number) => {
    const name = `context.blocks.${String(index)}`;
    const layer = gradientLayer(build, name, [a.context[index - 1] ?? 3]);
    return (input: MapRegion, output: MapRegion) => {
      const written = index === last ? { full: output } : { pooled: output };
      return gradientBlock(build, name, layer, input, output.shape.channels, written);
    };
  };
  const [firstMap] = maps;
  const lastMap = maps[last];
  if (!firstMap || !lastMap) throw new RangeError('A context branch has at least one block.');
  const shape = { width: a.context_size, height: a.context_size, channels: 3 };
  const first = block(0);
  const vector = build.memory.floats('context', 2 * lastMap.shape.channels);
  return {
    stems: crops.map((region) => first({ region, shape }, firstMap)),
    rest: [
      ...maps.slice(1).map((output, index) => block(index + 1)(maps[index] ?? firstMap, output)),
      build.launches.create('context.pool', contextPool(lastMap.shape), [lastMap.region, vector]),
    ],
    vector,
  };
}
