import * as kernel from '../../../../kernels/short_term.wgsl';
import type { Filter } from '../../../model/weights';
import type { Block } from '../../../network/ops';
import { pixelsOf, planesOf } from '../layout';
import { NOWHERE } from '../memory';
import { packBias, packMatrices, paddedChannels } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { checkSameSize, tiledBlock } from '../tiles';

export function shortTerm(
  r: Recorder,
  name: string,
  older: MapRef,
  newer: MapRef,
  previous?: MapRef,
): Block<MapRef> {
  const reads = [older, newer, ...(previous ? [previous] : [])];
  checkSameSize(name, reads);
  const features = older.shape.channels;
  const before = previous?.shape.channels ?? 0;
  const fuse = r.parameters.filter(`${name}.fuse.conv`);
  const lanes = paddedChannels(fuse.outputs, 8);
  const channels = [...new Array<number>(6).fill(features), before];
  const weights = r.weights(name, () => packMatrices([foldDifference(fuse, features)], channels, lanes, 2));
  const bias = r.constants(name, () => packBias(r.parameters.bias(`${name}.fuse.conv`), lanes));
  const shape = { ...older.shape, channels: fuse.outputs };
  const planes = channels.reduce((sum, count) => sum + planesOf(count), 0);
  const multiplyAdds = pixelsOf(shape) * 9 * fuse.inputs * fuse.outputs;
  return tiledBlock(
    r,
    shape,
    { label: name, kernel, reads, multiplyAdds },
    { planes, weights, bias },
    () => ({
      features: planesOf(features),
      older: older.region.offset,
      newer: newer.region.offset,
      previous: previous?.region.offset ?? NOWHERE,
    }),
  );
}

/**
 * The filter of a short-term block over [f, Gx f, Gy f, Gx f', Gy f', f - f', ...] as one over f' in place of f - f':
 * conv(f, A) + conv(f - f', B) = conv(f, A + B) + conv(f', -B).
 *
 * @param features channels of f
 */
function foldDifference(filter: Filter, features: number): Filter {
  const values = filter.values.slice();
  for (let tap = 0; tap < filter.taps; tap++)
    for (let feature = 0; feature < features; feature++)
      for (let output = 0; output < filter.outputs; output++) {
        const at = (map: number) =>
          (tap * filter.inputs + map * features + feature) * filter.outputs + output;
        const difference = filter.values[at(5)] ?? NaN;
        values[at(0)] = (filter.values[at(0)] ?? NaN) + difference;
        values[at(5)] = -difference;
      }
  return { ...filter, values };
}
