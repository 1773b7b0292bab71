import * as kernel from '../../../../kernels/channel_sums.wgsl';
import { pitchOf, planeLength, planesOf } from '../layout';
import { packBias, paddedChannels } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { pixelsOf, WORKGROUP } from '../tiles';

export function channelSums(r: Recorder, name: string, input: MapRef): MapRef {
  const { shape } = input;
  const { channels } = shape;
  const [pixels, planes] = [pixelsOf(shape), planesOf(channels)];
  const layer = r.parameters.filter(name);
  if (layer.taps !== pixels) throw new RangeError(`${name} is not as large as its map.`);
  const weights = r.constants(name, () => {
    const lanes = paddedChannels(channels, 4);
    const four = (plane: number, pixel: number) =>
      packBias(layer.values.subarray(pixel * channels), lanes.slice(4 * plane, 4 * plane + 4));
    const packed = Array.from({ length: planes * pixels }, (_, index) =>
      four(Math.floor(index / pixels), index % pixels),
    );
    return Float32Array.from(
      [...packed, packBias(r.parameters.bias(name), lanes)].flatMap((part) => [...part]),
    );
  });
  const output = r.vector(channels);
  r.dispatch({
    label: name,
    kernel,
    reads: [input],
    writes: [output],
    parameters: [weights],
    workgroups: [Math.ceil(planes / WORKGROUP), 1],
    uniforms: () => ({
      width: shape.width,
      pixels,
      pitch: pitchOf(shape),
      plane: planeLength(shape),
      planes,
      input: input.region.offset,
      weights: weights.place,
      output: output.region.offset,
    }),
    multiplyAdds: pixels * channels,
  });
  return output;
}
