import type { CropName } from '../../model/manifest';
import type { Block } from '../../network/ops';
import { pitchOf, planeLength, planesOf, tilesOf, type MapShape } from './layout';
import { NOWHERE } from './memory';
import type { Described, MapRef, Placed, Recorder } from './recorder';
import type { Fields } from './uniforms';

/** Threads of a workgroup, as in prelude.wgsl. */
export const WORKGROUP = 64;

/** A limit that no sum meets. */
export const LARGEST = 3.4e38;

/** The crops in the order in which `Frame` of prelude.wgsl has them. */
export const CROPS = ['face', 'context', 'near', 'wide'] as const satisfies CropName[];

/** `crop` of an input as prelude.wgsl counts them. */
export function cropNumber(input: MapRef | undefined): number {
  return input?.crop ? 1 + CROPS.indexOf(input.crop) : 0;
}

/** `Joined` of prelude.wgsl: inputs whose items are `length` long; `counts`: the number of items of each. */
export function joined(inputs: readonly MapRef[], counts: readonly number[], length: number): Fields {
  if (inputs.length > 4) throw new RangeError('A kernel joins at most four inputs.');
  let before = 0;
  const firsts = counts.map((count) => (before += count) - count);
  const starts = inputs.map(({ region }, index) => region.offset - (firsts[index] ?? NaN) * length);
  const four = (values: number[], spare: number) =>
    Array.from({ length: 4 }, (_, index) => values[index] ?? spare);
  return { firsts: four(firsts, NOWHERE), starts: four(starts, 0) };
}

/** What differs between layers in tiles.wgsl; a kernel that reads its inputs otherwise has none. */
interface Layer {
  inputs?: readonly MapRef[];
  /** Input planes. */
  planes: number;
  weights: Placed;
  bias: Placed;
  full?: MapRef | undefined;
  pooled?: MapRef | undefined;
}

/** `Layer` of tiles.wgsl. */
export function layerFields(shape: MapShape, layer: Layer): Fields {
  const { inputs = [], planes, weights, bias, full, pooled: maxima } = layer;
  const [first] = inputs;
  const { width, height } = shape;
  const pooled = halved(shape);
  const counts = inputs.map((input) => planesOf(input.shape.channels));
  return {
    inputs: joined(inputs, counts, planeLength(shape)),
    width,
    height,
    tiles_x: tilesOf(width),
    tiles: tilesOf(width) * tilesOf(height),
    pitch: pitchOf(shape),
    plane: planeLength(shape),
    pooled_pitch: pitchOf(pooled),
    pooled_plane: planeLength(pooled),
    planes,
    weights: weights.place,
    bias: bias.place,
    crop: cropNumber(first),
    full: full?.region.offset ?? NOWHERE,
    pooled: maxima?.region.offset ?? NOWHERE,
  };
}

/** `shares` of the output channels, a thread for each and for each tile. */
export function tiledWorkgroups({ width, height }: MapShape, shares: number): [x: number, y: number] {
  return [Math.ceil((tilesOf(width) * tilesOf(height)) / WORKGROUP), shares];
}

/** A tiled dispatch that writes a map, its 2 x 2 maxima, or both: what is read. */
export function tiledBlock(
  r: Recorder,
  shape: MapShape,
  described: Omit<Described, 'writes' | 'workgroups' | 'optional' | 'uniforms' | 'parameters'>,
  layer: Layer,
  others: () => Fields = () => ({}),
): Block<MapRef> {
  const full = r.map(shape);
  let maxima: MapRef | undefined;
  const writes = [full];
  r.dispatch({
    ...described,
    writes,
    optional: true,
    parameters: [layer.weights, layer.bias],
    workgroups: tiledWorkgroups(shape, Math.ceil(shape.channels / 8)),
    uniforms: () => ({ layer: layerFields(shape, { ...layer, full, pooled: maxima }), ...others() }),
  });
  const pooled = () => {
    if (maxima) return maxima;
    maxima = r.map(halved(shape));
    writes.push(maxima);
    return maxima;
  };
  return { full, pooled };
}

/** Sum of planes, each map beginning a plane of its own. */
export function planesOfAll(maps: readonly MapRef[]): number {
  return maps.reduce((sum, { shape }) => sum + planesOf(shape.channels), 0);
}

/** Pixels of a map. */
export function pixelsOf({ width, height }: MapShape): number {
  return width * height;
}

/** @throws {RangeError} where maps that a kernel reads together differ in size */
export function checkSameSize(label: string, [first, ...others]: readonly MapRef[]): void {
  for (const { shape } of others)
    if (shape.width !== first?.shape.width || shape.height !== first.shape.height)
      throw new RangeError(`${label} reads maps of different sizes.`);
}

function halved({ width, height, channels }: MapShape): MapShape {
  return { width: width >> 1, height: height >> 1, channels };
}
