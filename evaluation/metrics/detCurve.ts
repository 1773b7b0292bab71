import type { DetPoint } from '../figures';
import type { Ranking } from './ranking';

/**
 * Returns the errors at every threshold that makes a difference, ascending: at each score that occurs (the lowest accepts
 * everything), and right above the highest, where nothing is accepted. Empty if either class is missing.
 */
export function detCurve({ samples, levelEnd }: Ranking): DetPoint[] {
  const attacks = new Map<string, { total: number; rejected: number }>();
  let live = 0;
  for (const sample of samples) {
    if (sample.label === 'live') live += 1;
    else {
      const counts = attacks.get(sample.species) ?? { total: 0, rejected: 0 };
      counts.total += 1;
      attacks.set(sample.species, counts);
    }
  }
  if (live === 0 || attacks.size === 0) return [];

  let liveRejected = 0;
  const pointAt = (threshold: number): DetPoint => ({
    threshold,
    bpcer: liveRejected / live,
    apcer: Math.max(...[...attacks.values()].map(({ total, rejected }) => (total - rejected) / total)),
  });
  const points: DetPoint[] = [];
  let levelStarts = true;
  samples.forEach((sample, index) => {
    if (levelStarts) points.push(pointAt(sample.score));
    levelStarts = levelEnd[index] === 1;
    if (sample.label === 'live') liveRejected += 1;
    else {
      const counts = attacks.get(sample.species);
      if (counts) counts.rejected += 1;
    }
  });
  return [...points, pointAt(rightAbove(samples.at(-1)?.score ?? 0))];
}

/** Returns the highest threshold whose BPCER is at most `target` (0 to 1); `undefined` on an empty curve. */
export function thresholdAtBpcer(curve: readonly DetPoint[], target: number): number | undefined {
  let threshold: number | undefined;
  for (const point of curve) {
    if (point.bpcer > target) break;
    ({ threshold } = point);
  }
  return threshold;
}

/** Returns the smallest step above `score` that a double can tell apart. Infinity would not survive JSON. */
function rightAbove(score: number): number {
  return score + Math.abs(score) * Number.EPSILON + Number.MIN_VALUE;
}
