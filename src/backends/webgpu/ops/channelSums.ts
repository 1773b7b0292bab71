import * as kernel from '../../../../kernels/channel_sums.wgsl';
import { pixelsOf, planesOf } from '../layout';
import { packRows } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { mapFields } from '../tiles';

export function channelSums(r: Recorder, name: string, input: MapRef): MapRef {
  const { channels } = input.shape;
  const pixels = pixelsOf(input.shape);
  const { taps, values } = r.parameters.filter(name);
  if (taps !== pixels) throw new RangeError(`${name} is not as large as its map.`);
  const weights = r.constants(name, () => packRows(channels, values, r.parameters.bias(name)));
  const output = r.vector(channels);
  r.dispatch({
    label: name,
    kernel,
    reads: [input],
    writes: [output],
    parameters: [weights],
    threads: [planesOf(channels), 1],
    uniforms: () => ({ input: mapFields(input), weights: weights.place, output: output.region.offset }),
    multiplyAdds: pixels * channels,
  });
  return output;
}
