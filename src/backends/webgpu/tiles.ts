import type { Filter } from '../../model/weights';
import type { Block } from '../../network/ops';
import { multiplyAddsOf, planesOf, tilesOf, type MapShape } from './layout';
import { packBias, packMatrices, paddedChannels, type Lanes } from './packMatrices';
import type { Described, MapRef, Recorder } from './recorder';
import { cropNumber, type Fields } from './uniforms';

/** What differs between the layers that tiles.wgsl computes. */
interface Layer {
  /** Their taps follow one another. */
  filters: readonly [Filter, ...Filter[]];
  /** Name of the biases. */
  bias: string;
  /** Maps that are joined; a kernel that reads its inputs otherwise has none. */
  inputs?: readonly MapRef[];
  /** Channels of each joined map. */
  joined?: readonly number[];
  /** Output channels in the order in which a thread computes them. */
  lanes?: Lanes;
}

/** Dispatches a tiled kernel; `full`, `pooled` and `others`: what else its `Uniforms` need. */
export function dispatchTiles(
  r: Recorder,
  described: Pick<Described, 'label' | 'kernel' | 'reads' | 'writes' | 'optional'>,
  layer: Layer,
  full: MapRef,
  pooled: MapRef,
  others: Fields = {},
): void {
  const { label, reads } = described;
  const { width, height } = commonShape(label, reads);
  const { filters, inputs = [], joined = inputs.map(({ shape }) => shape.channels) } = layer;
  const { lanes = paddedChannels(filters[0].outputs, 8) } = layer;
  const planes = joined.reduce((sum, channels) => sum + planesOf(channels), 0);
  const weights = r.weights(label, () => packMatrices(filters, joined, lanes, 2));
  const bias = r.constants(label, () => packBias(r.parameters.bias(layer.bias), lanes));
  r.dispatch({
    ...described,
    parameters: [weights, bias],
    threads: [tilesOf(width) * tilesOf(height), lanes.length / 8],
    uniforms: {
      layer: {
        inputs,
        crop: cropNumber(inputs[0]?.crop),
        planes,
        weights: weights.place,
        bias: bias.place,
        full,
        pooled,
      },
      ...others,
    },
    multiplyAdds: filters.reduce((sum, filter) => sum + multiplyAddsOf(full.shape, filter), 0),
  });
}

/** A tiled dispatch that writes a map, its 2 x 2 maxima, or both, whichever is read. */
export function tiledBlock(
  r: Recorder,
  described: Pick<Described, 'label' | 'kernel' | 'reads'>,
  layer: Layer,
  others?: Fields,
): Block<MapRef> {
  const { width, height } = commonShape(described.label, described.reads);
  const channels = layer.filters[0].outputs;
  const full = r.map({ width, height, channels });
  const pooled = r.map({ width: width >> 1, height: height >> 1, channels });
  dispatchTiles(r, { ...described, writes: [full, pooled], optional: true }, layer, full, pooled, others);
  return { full, pooled: () => pooled };
}

/**
 * Shape of the first of maps that a kernel reads together.
 *
 * @throws {RangeError} where there is none, or where they differ in size
 */
export function commonShape(label: string, [first, ...others]: readonly MapRef[]): MapShape {
  if (!first) throw new RangeError(`${label} has no input.`);
  for (const { shape } of others)
    if (shape.width !== first.shape.width || shape.height !== first.shape.height)
      throw new RangeError(`${label} reads maps of different sizes.`);
  return first.shape;
}
