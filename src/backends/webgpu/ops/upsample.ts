import * as kernel from '../../../../kernels/upsample.wgsl';
import { pixelsOf, planesOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';

export function upsample(r: Recorder, input: MapRef, size: number): MapRef {
  const shape = { width: size, height: size, channels: input.shape.channels };
  const output = r.map(shape);
  r.dispatch({
    label: 'upsample',
    kernel,
    reads: [input],
    writes: [output],
    threads: [pixelsOf(shape), planesOf(shape.channels)],
    uniforms: { input, output },
  });
  return output;
}
