import * as kernel from '../../../../kernels/luminance.wgsl';
import { pitchOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { cropNumber, WORKGROUP } from '../tiles';

export function luminance(r: Recorder, input: MapRef): MapRef {
  const size = input.shape.width / 2;
  const output = r.vector(size * size);
  r.dispatch({
    label: 'luminance',
    kernel,
    reads: [input],
    writes: [output],
    workgroups: [Math.ceil((size * size) / WORKGROUP), 1],
    uniforms: () => ({
      size,
      pitch: pitchOf(input.shape),
      input: input.region.offset,
      crop: cropNumber(input),
      output: output.region.offset,
    }),
  });
  return output;
}
