import * as kernel from '../../../../kernels/refine.wgsl';
import { pixelsOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { commonShape } from '../tiles';

export function refine(
  r: Recorder,
  mean: MapRef | undefined,
  single: MapRef,
  multi: MapRef,
  alpha: number,
): MapRef {
  const pixels = pixelsOf(commonShape('refine', [single, multi]));
  const after = mean ? r.takeOver(mean) : r.keep(r.vector(pixels));
  r.dispatch({
    label: 'refine',
    kernel,
    reads: [after, single, multi],
    writes: [after],
    threads: [pixels, 1],
    uniforms: { single, multi, mean: after, alpha },
  });
  return after;
}
