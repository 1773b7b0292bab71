import * as kernel from '../../../../kernels/flow_moments.wgsl';
import { MOMENTS } from '../../../network/rigidity';
import type { MapRef, Recorder } from '../recorder';

/** A workgroup for each region and power of the position. */
const WORKGROUPS = 2 * 6;

export function flowMoments(r: Recorder, older: MapRef, newer: MapRef): MapRef {
  const output = r.vector(MOMENTS);
  r.dispatch({
    label: 'flow_moments',
    kernel,
    reads: [older, newer],
    writes: [output],
    workgroups: [WORKGROUPS, 1],
    uniforms: () => ({
      size: Math.sqrt(newer.shape.channels),
      older: older.region.offset,
      newer: newer.region.offset,
      output: output.region.offset,
    }),
  });
  return output;
}
