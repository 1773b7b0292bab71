import type { DetPoint } from '../figures';
import { evenWeights, type Ranking } from './ranking';
import { errorsAt, rocOf } from './roc';

/**
 * Returns the errors at every threshold that makes a difference, ascending: at each score that occurs (the lowest accepts
 * everything), and right above the highest, where nothing is accepted. Empty if either class is missing.
 */
export function detCurve(ranking: Ranking): DetPoint[] {
  const roc = rocOf(ranking, evenWeights(ranking));
  const thresholds = [...ranking.levels, rightAbove(ranking.levels.at(-1) ?? 0)];
  return thresholds.flatMap((threshold, level) => {
    const [bpcer, apcer] = errorsAt(roc, level);
    return bpcer === undefined || apcer === undefined ? [] : [{ threshold, bpcer, apcer }];
  });
}

/** Returns the highest threshold whose BPCER is at most `target` (0 to 1); `undefined` on an empty curve. */
export function thresholdAtBpcer(curve: readonly DetPoint[], target: number): number | undefined {
  return curve.filter(({ bpcer }) => bpcer <= target).at(-1)?.threshold;
}

/** Returns the smallest step above `score` that a double can tell apart. Infinity would not survive JSON. */
function rightAbove(score: number): number {
  return score + Math.abs(score) * Number.EPSILON + Number.MIN_VALUE;
}
