import * as kernel from '../../../../kernels/average.wgsl';
import type { MapRef, Recorder } from '../recorder';
import { WORKGROUP } from '../tiles';

export function average(r: Recorder, sum: MapRef): MapRef {
  const pixels = sum.shape.channels;
  const output = r.vector(pixels);
  r.dispatch({
    label: 'average',
    kernel,
    reads: [sum],
    writes: [output],
    workgroups: [Math.ceil(pixels / WORKGROUP), 1],
    uniforms: () => ({ pixels, sum: sum.region.offset, output: output.region.offset }),
  });
  return output;
}
