import * as kernel from '../../../../kernels/channel_sums.wgsl';
import { pixelsOf, planesOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';

export function channelSums(r: Recorder, name: string, input: MapRef): MapRef {
  const { channels } = input.shape;
  const pixels = pixelsOf(input.shape);
  if (r.parameters.filter(name).taps !== pixels) throw new RangeError(`${name} is not as large as its map.`);
  const weights = r.matrix(name);
  const output = r.vector(channels);
  r.dispatch({
    label: name,
    kernel,
    reads: [input],
    writes: [output],
    parameters: [weights],
    threads: [planesOf(channels), 1],
    uniforms: { input, weights: weights.place, output },
    multiplyAdds: pixels * channels,
  });
  return output;
}
