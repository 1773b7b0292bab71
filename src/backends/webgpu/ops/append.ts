import * as kernel from '../../../../kernels/append.wgsl';
import { lengthOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';

export function append(
  r: Recorder,
  before: MapRef | undefined,
  vectors: readonly MapRef[],
  count: number,
): MapRef {
  const length = lengthOf(vectors);
  const { first } = before?.history ?? { first: r.number };
  const after = before
    ? r.takeOver(before)
    : { ...r.keep(r.vector(count * length)), history: { length, first } };
  r.dispatch({
    label: 'append',
    kernel,
    reads: vectors,
    writes: [after],
    threads: [length, 1],
    uniforms: { inputs: vectors, length, count, first, history: after },
  });
  return after;
}
