import * as kernel from '../../../../kernels/flow_moments.wgsl';
import { MOMENTS } from '../../../network/rigidity';
import { WORKGROUP } from '../layout';
import type { MapRef, Recorder } from '../recorder';

export function flowMoments(r: Recorder, older: MapRef, newer: MapRef): MapRef {
  const output = r.vector(MOMENTS);
  r.dispatch({
    label: 'flow_moments',
    kernel,
    reads: [older, newer],
    writes: [output],
    // A workgroup for each region and power of the position.
    threads: [2 * 6 * WORKGROUP, 1],
    uniforms: { size: Math.sqrt(newer.shape.channels), older, newer, output },
  });
  return output;
}
