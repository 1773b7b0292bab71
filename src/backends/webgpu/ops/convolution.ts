import * as kernel from '../../../../kernels/convolution.wgsl';
import type { Activation, ConvOptions } from '../../../network/ops';
import { multiplyAddsOf, planesOf, type MapShape } from '../layout';
import { packMatrices, packRows, paddedChannels } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { LARGEST, type Fields } from '../uniforms';

/** The slope below zero of an activation that has one for all channels. */
const SLOPE: Record<Exclude<Activation, 'prelu'>, number> = { linear: 1, relu: 0, relu6: 0 };

/** Adds to the residual, if there is one, where it lies. */
export function conv(
  r: Recorder,
  name: string,
  input: MapRef,
  options: ConvOptions = {},
  residual?: MapRef,
): MapRef {
  const layer = r.parameters.filter(name);
  const side = Math.sqrt(layer.taps);
  const shape = strided(input.shape, layer.outputs, options);
  const output = residual ? r.takeOver(residual) : r.map(shape);
  const weights = r.weights(name, () =>
    packMatrices([layer], [layer.inputs], paddedChannels(layer.outputs, 4), 1),
  );
  const bias = r.constants(name, () => packRows(...biasAndSlope(r, name, options)));
  r.dispatch({
    label: name,
    kernel,
    overrides: { KERNEL: side, STRIDE: options.stride ?? 1 },
    reads: residual ? [input, output] : [input],
    writes: [output],
    parameters: [weights, bias],
    threads: [Math.ceil(shape.width / 4) * shape.height, planesOf(layer.outputs)],
    uniforms: {
      ...convolutionFields(input, output, side, options),
      weights: weights.place,
      bias: bias.place,
      add: residual ? 1 : 0,
    },
    multiplyAdds: multiplyAddsOf(shape, layer),
  });
  return output;
}

/** A layer's biases, and the slopes of its activation. */
export function biasAndSlope(r: Recorder, name: string, { activation = 'linear' }: ConvOptions) {
  const bias = r.parameters.bias(name);
  return [bias, activation === 'prelu' ? r.parameters.slope(name) : bias.map(() => SLOPE[activation])];
}

/** Shape of the map that a convolution makes. */
export function strided(map: MapShape, channels: number, { stride = 1 }: ConvOptions): MapShape {
  return { width: Math.ceil(map.width / stride), height: Math.ceil(map.height / stride), channels };
}

/** Members that the `Uniforms` of both kinds of convolution share; `side`: of the kernel. */
export function convolutionFields(
  input: MapRef,
  output: MapRef,
  side: number,
  { stride = 1, padding = 'same', activation }: ConvOptions,
): Fields {
  const before = (from: number, to: number) =>
    (padding === 'symmetric' ? side : Math.max(0, (to - 1) * stride + side - from)) >> 1;
  const [from, to] = [input.shape, output.shape];
  return {
    input,
    output,
    before: [before(from.width, to.width), before(from.height, to.height)],
    most: activation === 'relu6' ? 6 : LARGEST,
  };
}
