import * as kernel from '../../../../kernels/convolution.wgsl';
import type { Activation, Ops } from '../../../network/ops';
import { pitchOf, planeLength, planesOf, type MapShape } from '../layout';
import { packBias, packMatrices, paddedChannels } from '../packMatrices';
import { CROP, type MapRef, type Recorder } from '../recorder';
import { pixelsOf, WORKGROUP } from '../tiles';
import type { Fields } from '../uniforms';

const LARGEST = 3.4e38;
/** What an activation clamps a sum to. */
export const LIMITS: Record<Activation, { least: number; most: number }> = {
  linear: { least: -LARGEST, most: LARGEST },
  relu: { least: 0, most: LARGEST },
  relu6: { least: 0, most: 6 },
};

type Options = Parameters<Ops<MapRef>['conv']>[2];

export function conv(r: Recorder, name: string, input: MapRef, options: Options = {}): MapRef {
  const { stride = 1, activation = 'linear', residual } = options;
  const layer = r.parameters.kernel(name);
  const side = Math.sqrt(layer.taps);
  const shape = { ...strided(input.shape, stride), channels: layer.outputs };
  const output = residual ? r.takeOver(residual) : r.map(shape);
  const lanes = paddedChannels(layer.outputs, 4);
  const weights = r.weights(name, () => packMatrices([layer], [layer.inputs], lanes, 1));
  const bias = r.constants(name, () => packBias(r.parameters.bias(name), lanes));
  const fours = Math.ceil(shape.width / 4);
  const threads = fours * shape.height;
  r.dispatch({
    label: name,
    kernel,
    constants: { KERNEL: side, STRIDE: stride },
    reads: residual ? [input, output] : [input],
    writes: [output],
    parameters: [weights, bias],
    workgroups: [Math.ceil(threads / WORKGROUP), planesOf(layer.outputs)],
    sizes: () => ({
      width: shape.width,
      fours,
      threads,
      ...stridedFields(input.shape, shape, side, stride),
      planes: planesOf(layer.inputs),
      input: input.region.offset,
      crop: input.crop ? CROP[input.crop] : 0,
      output: output.region.offset,
      weights: weights.place,
      bias: bias.place,
      add: residual ? 1 : 0,
      ...LIMITS[activation],
    }),
    multiplyAdds: pixelsOf(shape) * layer.taps * layer.inputs * layer.outputs,
  });
  return output;
}

/** Size of the map that a convolution of this stride makes. */
export function strided({ width, height }: MapShape, stride: number): Pick<MapShape, 'width' | 'height'> {
  return { width: Math.ceil(width / stride), height: Math.ceil(height / stride) };
}

/** Pitches and planes of both maps, and the zeros before the one that is read; `side`: of the kernel. */
export function stridedFields(source: MapShape, target: MapShape, side: number, stride: number): Fields {
  const before = (from: number, to: number) => Math.max(0, (to - 1) * stride + side - from) >> 1;
  return {
    pitch: pitchOf(target),
    plane: planeLength(target),
    source_pitch: pitchOf(source),
    source_plane: planeLength(source),
    before_x: before(source.width, target.width),
    before_y: before(source.height, target.height),
  };
}
