import type { CropName } from '../../model/manifest';
import type { Block } from '../../network/ops';
import { pitchOf, planeLength, planesOf, tilesOf, type MapShape } from './layout';
import { NOWHERE } from './memory';
import type { Described, MapRef, Placed, Recorder } from './recorder';
import type { Fields } from './uniforms';

/** A limit that no sum meets. */
export const LARGEST = 3.4e38;

/** The crops in the order in which `ReplayInput` of prelude.wgsl has them. */
export const CROPS = ['face', 'context', 'near', 'wide'] as const satisfies CropName[];

/** `crop` of an input as prelude.wgsl counts them. */
function cropNumber({ crop }: MapRef): number {
  return crop ? 1 + CROPS.indexOf(crop) : 0;
}

/** `Map` of prelude.wgsl. */
export function mapFields(map: MapRef): Fields {
  const { region, shape } = map;
  return {
    start: region.offset,
    width: shape.width,
    height: shape.height,
    pitch: pitchOf(shape),
    plane: planeLength(shape),
    planes: planesOf(shape.channels),
    crop: cropNumber(map),
  };
}

/** `Joined` of prelude.wgsl: the planes of maps or the numbers of vectors. */
export function joined(inputs: readonly MapRef[]): Fields {
  if (inputs.length > 4) throw new RangeError('A kernel joins at most four inputs.');
  let before = 0;
  const places = inputs.map(({ region, shape }) => {
    const isMap = region.arena === 'maps';
    const [items, length] = isMap ? [planesOf(shape.channels), planeLength(shape)] : [shape.channels, 1];
    const first = before;
    before += items;
    return { first, start: region.offset - first * length };
  });
  const four = <T>(value: (place?: (typeof places)[number]) => T) =>
    [0, 1, 2, 3].map((at) => value(places[at]));
  return { firsts: four((place) => place?.first ?? NOWHERE), starts: four((place) => place?.start ?? 0) };
}

/** What differs between layers in tiles.wgsl; a kernel that reads its inputs otherwise has none. */
interface Layer {
  inputs?: readonly MapRef[];
  /** Input planes. */
  planes: number;
  weights: Placed;
  bias: Placed;
}

/** `Layer` of tiles.wgsl. */
export function layerFields(
  { inputs = [], planes, weights, bias }: Layer,
  full: MapRef,
  pooled = full,
): Fields {
  return {
    inputs: joined(inputs),
    planes,
    weights: weights.place,
    bias: bias.place,
    crop: inputs[0] ? cropNumber(inputs[0]) : 0,
    full: mapFields(full),
    pooled: mapFields(pooled),
  };
}

/** `shares` of the output channels, a thread for each and for each tile. */
export function tiledThreads({ width, height }: MapShape, shares: number): [x: number, y: number] {
  return [tilesOf(width) * tilesOf(height), shares];
}

/** A tiled dispatch that writes a map, its 2 x 2 maxima, or both: what is read. */
export function tiledBlock(
  r: Recorder,
  shape: MapShape,
  described: Pick<Described, 'label' | 'kernel' | 'reads' | 'multiplyAdds'>,
  layer: Layer,
  others: () => Fields = () => ({}),
): Block<MapRef> {
  const { width, height, channels } = shape;
  const full = r.map(shape);
  const pooled = r.map({ width: width >> 1, height: height >> 1, channels });
  r.dispatch({
    ...described,
    writes: [full, pooled],
    optional: true,
    parameters: [layer.weights, layer.bias],
    threads: tiledThreads(shape, Math.ceil(channels / 8)),
    uniforms: () => ({ layer: layerFields(layer, full, pooled), ...others() }),
  });
  return { full, pooled: () => pooled };
}

/** Sum of planes, each map beginning a plane of its own. */
export function planesOfAll(maps: readonly MapRef[]): number {
  return maps.reduce((sum, { shape }) => sum + planesOf(shape.channels), 0);
}

/** @throws {RangeError} where maps that a kernel reads together differ in size */
export function checkSameSize(label: string, [first, ...others]: readonly MapRef[]): void {
  for (const { shape } of others)
    if (shape.width !== first?.shape.width || shape.height !== first.shape.height)
      throw new RangeError(`${label} reads maps of different sizes.`);
}
