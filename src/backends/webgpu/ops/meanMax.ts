import * as kernel from '../../../../kernels/mean_max.wgsl';
import { pitchOf, planeLength, planesOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { pixelsOf, WORKGROUP } from '../tiles';

export function meanMax(r: Recorder, inputs: readonly MapRef[]): MapRef {
  const output = r.vector(inputs.reduce((sum, { shape }) => sum + 2 * shape.channels, 0));
  let before = 0;
  for (const input of inputs) {
    const { shape } = input;
    const first = before;
    before += 2 * shape.channels;
    r.dispatch({
      label: 'mean_max',
      kernel,
      reads: [input],
      writes: [output],
      workgroups: [Math.ceil(planesOf(shape.channels) / WORKGROUP), 1],
      uniforms: () => ({
        width: shape.width,
        pixels: pixelsOf(shape),
        pitch: pitchOf(shape),
        plane: planeLength(shape),
        channels: shape.channels,
        input: input.region.offset,
        output: output.region.offset + first,
      }),
    });
  }
  return output;
}
