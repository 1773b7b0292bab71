import * as kernel from '../../../../kernels/upsample.wgsl';
import { pitchOf, planeLength, planesOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { pixelsOf, WORKGROUP } from '../tiles';

export function upsample(r: Recorder, input: MapRef, size: number): MapRef {
  const source = input.shape;
  const shape = { width: size, height: size, channels: source.channels };
  const output = r.map(shape);
  r.dispatch({
    label: 'upsample',
    kernel,
    reads: [input],
    writes: [output],
    workgroups: [Math.ceil(pixelsOf(shape) / WORKGROUP), planesOf(shape.channels)],
    uniforms: () => ({
      width: size,
      height: size,
      pitch: pitchOf(shape),
      plane: planeLength(shape),
      source_width: source.width,
      source_height: source.height,
      source_pitch: pitchOf(source),
      source_plane: planeLength(source),
      input: input.region.offset,
      output: output.region.offset,
    }),
  });
  return output;
}
