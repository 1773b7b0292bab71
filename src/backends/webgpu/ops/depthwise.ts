import * as kernel from '../../../../kernels/depthwise.wgsl';
import type { ConvOptions } from '../../../network/ops';
import { multiplyAddsOf, pixelsOf, planesOf } from '../layout';
import { packRows } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { biasAndSlope, convolutionFields, strided } from './convolution';

export function depthwise(r: Recorder, name: string, input: MapRef, options: ConvOptions = {}): MapRef {
  const { channels } = input.shape;
  const layer = r.parameters.filter(name);
  const shape = strided(input.shape, channels, options);
  const output = r.map(shape);
  const weights = r.constants(name, () => packRows(layer.values, ...biasAndSlope(r, name, options)));
  r.dispatch({
    label: name,
    kernel,
    reads: [input],
    writes: [output],
    parameters: [weights],
    threads: [pixelsOf(shape), planesOf(channels)],
    uniforms: {
      ...convolutionFields(input, output, 3, options),
      stride: options.stride ?? 1,
      weights: weights.place,
    },
    multiplyAdds: multiplyAddsOf(shape, layer),
  });
  return output;
}
