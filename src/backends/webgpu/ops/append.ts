import * as kernel from '../../../../kernels/append.wgsl';
import type { MapRef, Recorder } from '../recorder';
import { joined, WORKGROUP } from '../tiles';

export function emptyHistory(r: Recorder, count: number, length: number): MapRef {
  return { ...r.keep(r.vector(count * length)), history: { count, length } };
}

export function append(r: Recorder, history: MapRef, vectors: readonly MapRef[]): MapRef {
  if (!history.history) throw new RangeError('Vectors are appended to a history.');
  const { count, length, first = r.number } = history.history;
  const after = { ...r.takeOver(history), history: { count, length, first } };
  const lengths = vectors.map(({ shape }) => shape.channels);
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
