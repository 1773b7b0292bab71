import * as kernel from '../../../../kernels/luminance.wgsl';
import type { MapRef, Recorder } from '../recorder';
import { mapFields } from '../tiles';

export function luminance(r: Recorder, input: MapRef): MapRef {
  const pixels = (input.shape.width / 2) ** 2;
  const output = r.vector(pixels);
  r.dispatch({
    label: 'luminance',
    kernel,
    reads: [input],
    writes: [output],
    threads: [pixels, 1],
    uniforms: () => ({ input: mapFields(input), output: output.region.offset }),
  });
  return output;
}
