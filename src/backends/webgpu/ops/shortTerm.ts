import * as kernel from '../../../../kernels/short_term.wgsl';
import type { Filter } from '../../../model/weights';
import type { Block } from '../../../network/ops';
import { planesOf } from '../layout';
import { NOWHERE } from '../memory';
import type { MapRef, Recorder } from '../recorder';
import { tiledBlock } from '../tiles';

export function shortTerm(
  r: Recorder,
  name: string,
  older: MapRef,
  newer: MapRef,
  previous?: MapRef,
): Block<MapRef> {
  const { channels } = older.shape;
  const fuse = `${name}.fuse.conv`;
  return tiledBlock(
    r,
    { label: name, kernel, reads: [older, newer, ...(previous ? [previous] : [])] },
    {
      filters: [foldDifference(r.parameters.filter(fuse), channels)],
      bias: fuse,
      joined: [...new Array<number>(6).fill(channels), previous?.shape.channels ?? 0],
    },
    { features: planesOf(channels), older, newer, previous: previous ?? NOWHERE },
  );
}

/**
 * The filter of a short-term block over [f, Gx f, Gy f, Gx f', Gy f', f - f', ...] as one over f' in place of f - f':
 * conv(f, A) + conv(f - f', B) = conv(f, A + B) + conv(f', -B).
 *
 * @param features channels of f
 */
function foldDifference(filter: Filter, features: number): Filter {
  const { taps, inputs, outputs } = filter;
  return {
    taps,
    inputs,
    outputs,
    get values() {
      const values = filter.values.slice();
      for (let tap = 0; tap < taps; tap++)
        for (let feature = 0; feature < features; feature++)
          for (let output = 0; output < outputs; output++) {
            const at = (map: number) => (tap * inputs + map * features + feature) * outputs + output;
            const difference = values[at(5)] ?? NaN;
            values[at(0)] = (values[at(0)] ?? NaN) + difference;
            values[at(5)] = -difference;
          }
      return values;
    },
  };
}
