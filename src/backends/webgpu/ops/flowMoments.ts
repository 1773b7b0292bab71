import * as kernel from '../../../../kernels/flow_moments.wgsl';
import { MOMENTS } from '../../../network/rigidity';
import type { MapRef, Recorder } from '../recorder';

/** A workgroup for each region and power of the position. */
const WORKGROUPS = 2 * 6;

export function flowMoments(
  r: Recorder,
  older: MapRef,
  newer: MapRef,
  history: MapRef,
): { step: MapRef; history: MapRef } {
  const after = r.takeOver(history);
  r.dispatch({
    label: 'flow_moments',
    kernel,
    reads: [older, newer],
    writes: [after],
    workgroups: [WORKGROUPS, 1],
    sizes: () => ({
      size: Math.sqrt(newer.shape.channels),
      older: older.region.offset,
      newer: newer.region.offset,
      output: after.region.offset,
    }),
  });
  return { step: { ...after, shape: { ...after.shape, channels: MOMENTS }, step: true }, history: after };
}
