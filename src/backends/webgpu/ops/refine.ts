import * as kernel from '../../../../kernels/refine.wgsl';
import { pixelsOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { checkSameSize, mapFields } from '../tiles';

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
    threads: [pixels, 1],
    uniforms: () => ({
      single: mapFields(single),
      multi: mapFields(multi),
      mean: after.region.offset,
      alpha,
    }),
  });
  return after;
}
