import type { Region } from '../../backends/webgpu/region';
import type { Launch } from '../../backends/webgpu/launches';
import { planeLength } from '../../backends/webgpu/maps';
import { refine } from '../../backends/webgpu/programs';
import type { Architecture } from '../model';
import { cellMaps, convGruStep, shortTermBlocks, type Build } from './blocks';
import type { FeaturesPlan } from './features';
import type { Observable, Slot } from './observable';

/** One step: short-term blocks, both ConvGRU cells, the refined depth added up. */
export interface TemporalPlan {
  /** For each slot that the newer frame may be in. */
  launches: [Promise<Launch>[], Promise<Launch>[]];
  /** Refined depth added up over the window's steps, a plane of f32. */
  sum: Region;
  /** Cleared when a window begins. */
  states: Region[];
  observable: Observable;
}

export function planTemporal(build: Build, a: Architecture, features: FeaturesPlan): TemporalPlan {
  const shape = { width: a.depth_size, height: a.depth_size, channels: a.level };
  const { low, middle, high } = features;
  const channels = { inputs: a.level, first: a.hidden, second: 1 };
  const [first, second] = cellMaps(build, 'temporal.gru', shape, channels);
  if (!middle.previous || !high.previous) throw new RangeError('Later levels join the one before.');
  const shorts = [
    shortTermBlocks(build, 'temporal.short_low', low, middle.previous),
    shortTermBlocks(build, 'temporal.short_middle', middle, high.previous),
    shortTermBlocks(build, 'temporal.short_high', high, first.x),
  ];
  const gru1 = convGruStep(build, 'temporal.gru1', first);
  const gru2 = convGruStep(build, 'temporal.gru2', second);
  const pixels = planeLength(shape);
  const sum = build.memory.floats('refined', pixels);
  const launches = (slot: Slot) => [
    ...shorts.map((pair) => pair[slot]),
    ...gru1,
    ...gru2,
    build.launches.create('refine', refine(pixels, a.alpha), [
      features.depth.slots[slot === 0 ? 1 : 0].region,
      second.state.region,
      sum,
    ]),
  ];
  return {
    launches: [launches(0), launches(1)],
    sum,
    states: [first.whole, sum],
    observable: new Map([
      ['temporal.short_middle', { map: high.previous }],
      ['temporal.short_high', { map: first.x }],
      ['temporal.gru1', { map: first.state }],
      ['temporal.gru2', { map: second.state }],
    ]),
  };
}
