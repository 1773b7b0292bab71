import * as kernel from '../../../../kernels/depthwise.wgsl';
import type { Filter } from '../../../model/weights';
import type { Ops } from '../../../network/ops';
import { planesOf } from '../layout';
import { paddedChannels } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { pixelsOf, WORKGROUP } from '../tiles';
import { activationFields, biasAndSlope, strided, stridedFields } from './convolution';

type Options = Parameters<Ops<MapRef>['depthwise']>[2];

export function depthwise(r: Recorder, name: string, input: MapRef, options: Options = {}): MapRef {
  const { stride = 1, padding = 'same', activation = 'linear' } = options;
  const { channels } = input.shape;
  const layer = r.parameters.filter(name);
  const shape = { ...strided(input.shape, stride), channels };
  const output = r.map(shape);
  const weights = r.weights(name, () => packDepthwise(layer));
  const bias = biasAndSlope(r, name, activation, channels);
  const pixels = pixelsOf(shape);
  r.dispatch({
    label: name,
    kernel,
    reads: [input],
    writes: [output],
    parameters: [weights, bias],
    workgroups: [Math.ceil(pixels / WORKGROUP), planesOf(channels)],
    uniforms: () => ({
      width: shape.width,
      pixels,
      ...stridedFields(input.shape, shape, { side: 3, stride, padding }),
      stride,
      input: input.region.offset,
      output: output.region.offset,
      weights: weights.place,
      ...activationFields(bias, activation, channels),
    }),
    multiplyAdds: pixels * layer.taps * channels,
  });
  return output;
}

/** A 3 x 3 depthwise filter, taps x channels: a matrix for each plane and kernel row, its first three columns the taps. */
export function packDepthwise({ values, inputs }: Filter): Float32Array<ArrayBuffer> {
  const lanes = paddedChannels(inputs, 4);
  const packed: number[] = [];
  for (let plane = 0; plane < lanes.length; plane += 4)
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 4; column++)
        for (const channel of lanes.slice(plane, plane + 4)) {
          const used = column < 3 && channel !== undefined;
          packed.push(used ? (values[(3 * row + column) * inputs + channel] ?? NaN) : 0);
        }
  return Float32Array.from(packed);
}
