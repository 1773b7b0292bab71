import * as kernel from '../../../../kernels/squeeze_excite.wgsl';
import { pitchOf, planeLength, planesOf } from '../layout';
import { packBias, packMatrices, paddedChannels } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { checkSameSize, pixelsOf, WORKGROUP } from '../tiles';

export function squeezeExcite(r: Recorder, name: string, input: MapRef, residual: MapRef): MapRef {
  checkSameSize(name, [input, residual]);
  const { shape } = input;
  const layer = (part: 'squeeze' | 'excite') => {
    const of = `${name}.${part}`;
    const given = r.parameters.filter(of);
    const lanes = paddedChannels(given.outputs, 4);
    return {
      outputs: given.outputs,
      weights: r.weights(of, () => packMatrices([given], [given.inputs], lanes, 1)),
      bias: r.constants(of, () => packBias(r.parameters.bias(of), lanes)),
    };
  };
  const [squeeze, excite] = [layer('squeeze'), layer('excite')];
  const [planes, hidden] = [planesOf(shape.channels), planesOf(squeeze.outputs)];
  if (Math.max(planes, hidden) > WORKGROUP) throw new RangeError(`${name} has too many channels.`);
  const after = r.takeOver(residual);
  r.dispatch({
    label: name,
    kernel,
    reads: [input, after],
    writes: [after],
    parameters: [squeeze.weights, squeeze.bias, excite.weights, excite.bias],
    workgroups: [1, 1],
    uniforms: () => ({
      width: shape.width,
      pixels: pixelsOf(shape),
      pitch: pitchOf(shape),
      plane: planeLength(shape),
      planes,
      hidden_planes: hidden,
      input: input.region.offset,
      residual: after.region.offset,
      squeeze: squeeze.weights.place,
      squeeze_bias: squeeze.bias.place,
      excite: excite.weights.place,
      excite_bias: excite.bias.place,
    }),
    multiplyAdds: 2 * squeeze.outputs * shape.channels,
  });
  return after;
}
