import type { Launch } from '../../backends/webgpu/launches';
import { upsample } from '../../backends/webgpu/programs';
import type { Architecture } from '../model';
import type { BackbonePlan } from './backbone';
import {
  convolutionBlock,
  convolutionLayer,
  reducedPair,
  type Build,
  type MapRegion,
  type Pair,
  type ReducedPair,
} from './blocks';
import type { Observable, Slot } from './observable';

/** All that the next step needs of a frame: compressed features of three levels and the coarse depth. */
export interface FeaturesPlan {
  low: ReducedPair;
  middle: ReducedPair;
  high: ReducedPair;
  depth: Pair;
  /** For each slot that the frame may be in. */
  launches: [Promise<Launch>[], Promise<Launch>[]];
  observable: Observable;
}

export function planFeatures(build: Build, a: Architecture, backbone: BackbonePlan): FeaturesPlan {
  const shape = { width: a.depth_size, height: a.depth_size, channels: a.reduced };
  const low = reducedPair(build, 'temporal.reduce_low', { ...backbone.low.shape, channels: a.reduced });
  const middle = reducedPair(build, 'temporal.reduce_middle', shape, a.level);
  const high = reducedPair(build, 'temporal.reduce_high.upsampled', shape, a.level);
  const depth = reducedPair(build, 'backbone.depth3', { ...shape, channels: 1 });
  const smallShape = { ...backbone.high.shape, channels: a.reduced };
  const small = { region: build.memory.map('temporal.reduce_high', smallShape), shape: smallShape };

  const compress = (name: string, input: MapRegion) => {
    const layer = convolutionLayer(build, name);
    return (output: MapRegion) => convolutionBlock(build, name, layer, input, output.region);
  };
  const depth3 = compress('backbone.depth3', backbone.depth2);
  const reduceLow = compress('temporal.reduce_low.conv', backbone.low);
  const reduceMiddle = compress('temporal.reduce_middle.conv', backbone.middle);
  const reduceHigh = compress('temporal.reduce_high.conv', backbone.high)(small);
  const launches = (slot: Slot) => [
    depth3(depth.slots[slot]),
    reduceLow(low.slots[slot]),
    reduceMiddle(middle.slots[slot]),
    reduceHigh,
    build.launches.create('temporal.reduce_high.upsample', upsample(smallShape, shape, a.reduced), [
      small.region,
      high.slots[slot].region,
    ]),
  ];
  const observable: Observable = new Map([
    ['temporal.reduce_low', { maps: low.slots }],
    ['temporal.reduce_middle', { maps: middle.slots }],
    ['temporal.reduce_high', { map: small }],
  ]);
  return { low, middle, high, depth, launches: [launches(0), launches(1)], observable };
}
