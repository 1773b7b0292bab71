import type { DepthMapArchitecture } from '../model/manifest';
import type { Appearance } from './appearance';
import type { Ops } from './ops';

/** A first frame's depth map, as log odds of each cell of the face crop; the cell's depth is their sigmoid. */
export interface DepthMap<M> {
  /** Log odds that the face itself gives, row-major, size x size. */
  relief: M;
  /** Log odds that the last maps of both crops add to every cell: one number. */
  reliefShift: M;
}

/**
 * Decodes a depth map from the appearance's maps: residual spatial gradient blocks (paper eq. 2) on three levels, which are
 * joined as the paper joins its levels.
 */
export function depthMap<M>(
  o: Ops<M>,
  { size }: DepthMapArchitecture,
  { vector, levels: [low, middle, high] }: Appearance<M>,
): DepthMap<M> {
  if (!low || !middle || !high) throw new RangeError('The appearance has too few levels for a depth map.');
  const block = (part: string, inputs: readonly M[]) => {
    const name = `depth_map.${part}`;
    return o.tap(name, o.spatialGradient(name, inputs).full);
  };
  const relief = o.tidy(() => {
    const levels = [
      block('low', [low]),
      o.upsample(block('middle', [middle]), size),
      o.upsample(block('high', [high]), size),
    ];
    const hidden = block('hidden', [block('joined', levels)]);
    return o.flatten(o.tap('depth_map.out', o.conv('depth_map.out', hidden)));
  });
  const surroundings = 'depth_map.surroundings';
  return { relief, reliefShift: o.tap(surroundings, o.dense(surroundings, [vector], 'linear')) };
}
