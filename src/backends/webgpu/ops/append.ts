import * as kernel from '../../../../kernels/append.wgsl';
import type { MapRef, Recorder } from '../recorder';
import { joined, WORKGROUP } from '../tiles';

export function append(
  r: Recorder,
  before: MapRef | undefined,
  vectors: readonly MapRef[],
  count: number,
): MapRef {
  const lengths = vectors.map(({ shape }) => shape.channels);
  const length = lengths.reduce((sum, channels) => sum + channels, 0);
  const { first } = before?.history ?? { first: r.number };
  const after = before
    ? r.takeOver(before)
    : { ...r.keep(r.vector(count * length)), history: { length, first } };
  r.dispatch({
    label: 'append',
    kernel,
    reads: vectors,
    writes: [after],
    workgroups: [Math.ceil(length / WORKGROUP), 1],
    uniforms: () => ({
      inputs: joined(vectors, lengths, 1),
      length,
      count,
      first,
      history: after.region.offset,
    }),
  });
  return after;
}
