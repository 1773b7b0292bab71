import type { DepthArchitecture } from '../model/manifest';
import type { Block, Ops } from './ops';

/** A frame's features at three levels, and its coarse depth. */
export interface Features<M> {
  low: M;
  middle: M;
  high: M;
  /** D_single, >= 0, size x size. */
  depth: M;
}

/** The single-frame network of spatial gradient blocks (paper eq. 1, 2): face crop -> features before pooling, and depth. */
export async function backbone<M>(o: Ops<M>, a: DepthArchitecture, face: M): Promise<Features<M>> {
  const stem = o.spatialGradient('backbone.stem', [face]);
  o.tap('backbone.stem', stem.full);
  const low = level(o, 'backbone.low', stem.pooled());
  await o.stage();
  const middle = level(o, 'backbone.middle', low.pooled());
  const high = level(o, 'backbone.high', middle.pooled());
  await o.stage();
  const joined = [low.pooled(), middle.full, o.upsample(high.full, a.size)];
  const depth1 = o.tap('backbone.depth1', o.spatialGradient('backbone.depth1', joined).full);
  const depth2 = o.tap('backbone.depth2', o.spatialGradient('backbone.depth2', [depth1]).full);
  const depth = o.tap('backbone.depth3', o.conv('backbone.depth3', depth2, { activation: 'relu' }));
  return { low: low.full, middle: middle.full, high: high.full, depth };
}

/** Three spatial gradient blocks, as in each level of the paper's backbone. */
function level<M>(o: Ops<M>, name: string, input: M): Block<M> {
  const first = o.spatialGradient(`${name}.0`, [input]).full;
  const second = o.spatialGradient(`${name}.1`, [first]).full;
  const last = o.spatialGradient(`${name}.2`, [second]);
  o.tap(name, last.full);
  return last;
}
