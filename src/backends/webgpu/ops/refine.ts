import * as kernel from '../../../../kernels/refine.wgsl';
import { pitchOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { checkSameSize, pixelsOf, WORKGROUP } from '../tiles';

export function refine(
  r: Recorder,
  mean: MapRef | undefined,
  single: MapRef,
  multi: MapRef,
  alpha: number,
): MapRef {
  checkSameSize('refine', [single, multi]);
  const pixels = pixelsOf(single.shape);
  const after = mean ? r.takeOver(mean) : r.keep(r.vector(pixels));
  r.dispatch({
    label: 'refine',
    kernel,
    reads: [after, single, multi],
    writes: [after],
    workgroups: [Math.ceil(pixels / WORKGROUP), 1],
    uniforms: () => ({
      width: single.shape.width,
      pixels,
      pitch: pitchOf(single.shape),
      single: single.region.offset,
      multi: multi.region.offset,
      mean: after.region.offset,
      alpha,
    }),
  });
  return after;
}
