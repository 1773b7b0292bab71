import type { Region } from '../../backends/webgpu/region';
import type { Launch } from '../../backends/webgpu/launches';
import type { MapShape } from '../../backends/webgpu/maps';
import { appearancePool, steppedOver, type Activation } from '../../backends/webgpu/programs';
import type { Architecture, Bottleneck } from '../model';
import { convolutionBlock, convolutionLayer, depthwiseBlock, type Build, type MapRegion } from './blocks';

/** The branch that sees a window's first frame, the face and its surroundings one after the other in the same maps. */
export interface AppearancePlan {
  /** From the crop to its part of the vector, for each crop that it may read. */
  contexts: Promise<Launch>[][];
  faces: Promise<Launch>[][];
  /** Mean and maximum of the last map over the context crop, then over the face crop. */
  vector: Region;
}

/** What a map is in a bottleneck: its ends, or one of the two wide maps between them. */
type Part = 'narrow' | 'expanded' | 'filtered';

/** `contexts`, `faces`: the crops that a window may have. */
export function planAppearance(
  build: Build,
  a: Architecture,
  contexts: readonly Region[],
  faces: readonly Region[],
): AppearancePlan {
  const { memory, launches } = build;
  const map = mapsShared(build);
  const crop = { width: a.face_size, height: a.face_size, channels: 3 };
  const stem = map('expanded', { ...steppedOver(crop, 2), channels: a.appearance_stem });
  const stemLayer = convolutionLayer(build, 'appearance.stem');

  let last = stem;
  const bottlenecks = a.appearance.flatMap((bottleneck, index) => {
    const { steps, output } = inverted(build, map, `appearance.blocks.${String(index)}`, bottleneck, last);
    last = output;
    return steps;
  });

  const { channels } = last.shape;
  const vector = memory.floats('appearance', 4 * channels);
  const over = (crops: readonly Region[], first: number) => {
    const program = appearancePool(last.shape, first);
    const pool = launches.create('appearance.pool', program, [last.region, vector]);
    return crops.map((region) => {
      const input = { region, shape: crop };
      const stemming = { step: 2, activation: 'relu6' } as const;
      const before = convolutionBlock(build, 'appearance.stem', stemLayer, input, stem.region, stemming);
      return [before, ...bottlenecks, pool];
    });
  };
  return { contexts: over(contexts, 0), faces: over(faces, 2 * channels), vector };
}

/** A bottleneck; where its ends are alike, its result is added to its input in place. */
function inverted(
  build: Build,
  map: (part: Part, shape: MapShape) => MapRegion,
  name: string,
  { expansion, channels, stride }: Bottleneck,
  input: MapRegion,
): { steps: Promise<Launch>[]; output: MapRegion } {
  const conv = (part: string, from: MapRegion, to: MapRegion, activation: Activation, add = false) => {
    const layer = convolutionLayer(build, `${name}.${part}`);
    return convolutionBlock(build, `${name}.${part}`, layer, from, to.region, { activation, add });
  };
  const wide = expansion * input.shape.channels;
  const expanded = expansion > 1 ? map('expanded', { ...input.shape, channels: wide }) : input;
  const size = steppedOver(input.shape, stride);
  const filtered = map('filtered', { ...size, channels: wide });
  const add = stride === 1 && input.shape.channels === channels;
  const output = add ? input : map('narrow', { ...size, channels });
  const steps = [
    ...(expansion > 1 ? [conv('expand', input, expanded, 'relu6')] : []),
    depthwiseBlock(build, `${name}.depthwise`, expanded, filtered.region, stride),
    conv('project', filtered, output, 'linear', add),
  ];
  return { steps, output };
}

/** Gives bottlenecks that need a map of the same part and shape the same one: halos stay where they are. */
function mapsShared({ memory }: Build): (part: Part, shape: MapShape) => MapRegion {
  const made = new Map<string, MapRegion>();
  return (part, shape) => {
    const name = `appearance.${part} ${String(shape.width)} x ${String(shape.height)} x ${String(shape.channels)}`;
    const known = made.get(name) ?? { region: memory.map(name, shape), shape };
    made.set(name, known);
    return known;
  };
}
