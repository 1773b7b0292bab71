import type { DepthArchitecture } from '../model/manifest';
import type { Features } from './backbone';
import type { Ops } from './ops';

/** Compresses the features by 1 x 1 convolutions; the next step needs no more than these. */
export function reduce<M>(o: Ops<M>, a: DepthArchitecture, features: Features<M>): Features<M> {
  const compress = (name: string, x: M) =>
    o.tap(`temporal.${name}`, o.conv(`temporal.${name}.conv`, x, { activation: 'relu' }));
  return {
    low: compress('reduce_low', features.low),
    middle: compress('reduce_middle', features.middle),
    high: o.upsample(compress('reduce_high', features.high), a.size),
    depth: features.depth,
  };
}

/**
 * Short-term spatio-temporal blocks (paper section 3.2) at three levels, each of which also reads the previous level's
 * result. Returns a map of size x size x level.
 */
export function shortTerm<M>(o: Ops<M>, older: Features<M>, newer: Features<M>): M {
  const block = (level: 'low' | 'middle' | 'high', previous?: M) => {
    const name = `temporal.short_${level}`;
    const result = o.shortTerm(name, older[level], newer[level], previous);
    o.tap(name, result.full);
    return result;
  };
  return block('high', block('middle', block('low').pooled()).full).full;
}

/** States of the two ConvGRU cells (paper eq. 3); that of the second is D_multi, in (-1, 1). */
export interface Recurrence<M> {
  gru1: M;
  gru2: M;
}

/** One step of both cells; the second reads the first. */
export function propagate<M>(o: Ops<M>, input: M, { gru1, gru2 }: Recurrence<M>): Recurrence<M> {
  const first = o.tap('temporal.gru1', o.convGru('temporal.gru1', input, gru1));
  return { gru1: first, gru2: o.tap('temporal.gru2', o.convGru('temporal.gru2', first, gru2)) };
}
