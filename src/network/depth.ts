import type { DepthArchitecture } from '../model/manifest';
import { backbone, type Features } from './backbone';
import type { Ops } from './ops';
import { propagate, reduce, shortTerm, type Recurrence } from './temporal';

/** The depth branch's state from one frame to the next: the last compressed features, both ConvGRU states, and the mean. */
export interface DepthState<M> extends Features<M>, Recurrence<M> {
  /** Mean of the refined depth maps (paper eq. 4) over the steps. */
  refined?: M;
}

/** The depth branch's answer for a window. */
export interface DepthAnswer<M> {
  /** Mean refined depth, row-major, size x size. */
  depthMap: M;
  /** Log odds of bona fide, by fully connected layers on the mean depth: the paper's fcs(D_avg). */
  depth: M;
}

/** The paper's network (Wang et al., CVPR 2020) on the first frame of a window. */
export async function startDepth<M>(o: Ops<M>, a: DepthArchitecture, face: M): Promise<DepthState<M>> {
  return {
    ...(await frame(o, a, face)),
    gru1: o.zeros(a.size, a.hidden),
    gru2: o.zeros(a.size, 1),
  };
}

/** A further frame: one backbone pass, one recurrent step (paper eq. 3) and one refinement (eq. 4). */
export async function advanceDepth<M>(
  o: Ops<M>,
  a: DepthArchitecture,
  state: DepthState<M>,
  face: M,
): Promise<DepthState<M>> {
  const newer = await frame(o, a, face);
  const recurrence = propagate(o, shortTerm(o, state, newer), state);
  const refined = o.refine(state.refined, state.depth, recurrence.gru2, a.alpha);
  return { ...newer, ...recurrence, refined };
}

/** The answer for a window of at least two frames. */
export function finishDepth<M>(o: Ops<M>, refined: M): DepthAnswer<M> {
  const hidden = o.dense('classifier.depth', [refined], 'relu');
  return { depthMap: refined, depth: o.dense('classifier.of_depth', [hidden], 'linear') };
}

async function frame<M>(o: Ops<M>, a: DepthArchitecture, face: M): Promise<Features<M>> {
  return reduce(o, a, await backbone(o, a, face));
}
