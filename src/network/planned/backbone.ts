import type { Region } from '../../backends/webgpu/region';
import type { Launch } from '../../backends/webgpu/launches';
import { mapLength, planesOf } from '../../backends/webgpu/maps';
import { upsample } from '../../backends/webgpu/programs';
import { bytesPerScalar } from '../../backends/webgpu/scalars';
import type { Architecture } from '../model';
import { gradientBlock, gradientLayer, type Build, type MapRegion } from './blocks';
import type { Observable } from './observable';

/** The single-frame network up to the map that the coarse depth is made of. */
export interface BackbonePlan {
  /** The first block, for each crop that it may read. */
  stems: Promise<Launch>[];
  rest: Promise<Launch>[];
  low: MapRegion;
  middle: MapRegion;
  high: MapRegion;
  /** What `depth3` reads. */
  depth2: MapRegion;
  observable: Observable;
}

/** `faces`: the crops that a window may be made of. */
export function planBackbone(build: Build, a: Architecture, faces: readonly Region[]): BackbonePlan {
  const size = a.depth_size;
  const observable: Observable = new Map();
  const map = (name: string, side: number, channels: number): MapRegion => {
    const shape = { width: side, height: side, channels };
    return { region: build.memory.map(name, shape), shape };
  };
  const block = (name: string, input: MapRegion, full: MapRegion, pooled?: MapRegion) => {
    const layer = gradientLayer(build, name, [input.shape.channels]);
    return gradientBlock(build, name, layer, input, full.shape.channels, { full, pooled });
  };
  const level = (name: string, input: MapRegion, output: MapRegion, pooled?: MapRegion) => {
    const first = map(`${name}.0`, input.shape.width, a.level);
    const second = map(`${name}.1`, input.shape.width, a.wide);
    observable.set(name, { map: output });
    return [
      block(`${name}.0`, input, first),
      block(`${name}.1`, first, second),
      block(`${name}.2`, second, output, pooled),
    ];
  };

  // The levels are joined where they are written: each one's planes follow those of the level before.
  const planes = planesOf(a.level);
  const joined = map('backbone.joined', size, 3 * 4 * planes);
  const part = (index: number): MapRegion => {
    const shape = { ...joined.shape, channels: a.level };
    const touched = mapLength(shape) * bytesPerScalar[build.memory.scalar];
    return { region: { ...joined.region, touched }, shape, first: index * planes };
  };
  const [low, stem, high, toHigh, depth1, depth2] = [
    map('backbone.low', 2 * size, a.level),
    map('backbone.stem', 2 * size, a.stem),
    map('backbone.high', size / 2, a.level),
    map('backbone.middle.pooled', size / 2, a.level),
    map('backbone.depth1', size, a.level),
    map('backbone.depth2', size, a.depth_hidden),
  ];
  observable.set('backbone.depth1', { map: depth1 });
  observable.set('backbone.depth2', { map: depth2 });

  const stemLayer = gradientLayer(build, 'backbone.stem', [3]);
  const crop = { width: a.face_size, height: a.face_size, channels: 3 };
  const stems = faces.map((region) =>
    gradientBlock(build, 'backbone.stem', stemLayer, { region, shape: crop }, a.stem, { pooled: stem }),
  );
  const depth1Layer = gradientLayer(build, 'backbone.depth1', [a.level, a.level, a.level]);
  const rest = [
    ...level('backbone.low', stem, low, part(0)),
    ...level('backbone.middle', part(0), part(1), toHigh),
    ...level('backbone.high', toHigh, high),
    build.launches.create('backbone.upsample', upsample(high.shape, joined.shape, a.level, 2 * planes), [
      high.region,
      part(2).region,
    ]),
    gradientBlock(build, 'backbone.depth1', depth1Layer, joined, a.level, { full: depth1 }),
    block('backbone.depth2', depth1, depth2),
  ];
  return { stems, rest, low, middle: part(1), high, depth2, observable };
}
