import * as kernel from '../../../../kernels/convolution.wgsl';
import type { Activation, ConvOptions, Padding } from '../../../network/ops';
import { pitchOf, planeLength, planesOf, type MapShape } from '../layout';
import { packBias, packMatrices, paddedChannels } from '../packMatrices';
import type { MapRef, Placed, Recorder } from '../recorder';
import { cropNumber, LARGEST, pixelsOf, WORKGROUP } from '../tiles';
import type { Fields } from '../uniforms';

/** The slope below zero of an activation that has one for all channels. */
const SLOPE: Record<Exclude<Activation, 'prelu'>, number> = { linear: 1, relu: 0, relu6: 0 };

export function conv(r: Recorder, name: string, input: MapRef, options: ConvOptions = {}): MapRef {
  return convolution(r, name, input, options);
}

/** Adds to the residual where it lies. */
export function addConv(r: Recorder, name: string, input: MapRef, residual: MapRef): MapRef {
  return convolution(r, name, input, {}, residual);
}

function convolution(
  r: Recorder,
  name: string,
  input: MapRef,
  { stride = 1, padding = 'same', activation = 'linear' }: ConvOptions,
  residual?: MapRef,
): MapRef {
  const layer = r.parameters.filter(name);
  const side = Math.sqrt(layer.taps);
  const shape = { ...strided(input.shape, stride), channels: layer.outputs };
  const output = residual ? r.takeOver(residual) : r.map(shape);
  const lanes = paddedChannels(layer.outputs, 4);
  const weights = r.weights(name, () => packMatrices([layer], [layer.inputs], lanes, 1));
  const bias = biasAndSlope(r, name, activation, layer.outputs);
  const fours = Math.ceil(shape.width / 4);
  const threads = fours * shape.height;
  r.dispatch({
    label: name,
    kernel,
    overrides: { KERNEL: side, STRIDE: stride },
    reads: residual ? [input, output] : [input],
    writes: [output],
    parameters: [weights, bias],
    workgroups: [Math.ceil(threads / WORKGROUP), planesOf(layer.outputs)],
    uniforms: () => ({
      width: shape.width,
      fours,
      threads,
      ...stridedFields(input.shape, shape, { side, stride, padding }),
      planes: planesOf(layer.inputs),
      input: input.region.offset,
      crop: cropNumber(input),
      output: output.region.offset,
      weights: weights.place,
      ...activationFields(bias, activation, layer.outputs),
      add: residual ? 1 : 0,
    }),
    multiplyAdds: pixelsOf(shape) * layer.taps * layer.inputs * layer.outputs,
  });
  return output;
}

/** A layer's biases, then the slopes of its activation. */
export function biasAndSlope(r: Recorder, name: string, activation: Activation, channels: number): Placed {
  const lanes = paddedChannels(channels, 4);
  return r.constants(name, () => {
    const slopes =
      activation === 'prelu' ? r.parameters.slope(name) : new Float32Array(channels).fill(SLOPE[activation]);
    return Float32Array.of(...packBias(r.parameters.bias(name), lanes), ...packBias(slopes, lanes));
  });
}

/** What follows the sum in `Uniforms`, from what `biasAndSlope` has placed. */
export function activationFields({ place }: Placed, activation: Activation, channels: number): Fields {
  return { bias: place, slope: place + planesOf(channels), most: activation === 'relu6' ? 6 : LARGEST };
}

/** Size of the map that a convolution of this stride makes. */
export function strided({ width, height }: MapShape, stride: number): Pick<MapShape, 'width' | 'height'> {
  return { width: Math.ceil(width / stride), height: Math.ceil(height / stride) };
}

/** Pitches and planes of both maps, and the zeros before the one that is read; `side`: of the kernel. */
export function stridedFields(
  source: MapShape,
  target: MapShape,
  { side, stride, padding }: { side: number; stride: number; padding: Padding },
): Fields {
  const before = (from: number, to: number) =>
    (padding === 'symmetric' ? side : Math.max(0, (to - 1) * stride + side - from)) >> 1;
  return {
    pitch: pitchOf(target),
    plane: planeLength(target),
    source_pitch: pitchOf(source),
    source_plane: planeLength(source),
    before_x: before(source.width, target.width),
    before_y: before(source.height, target.height),
  };
}
