import type { Ranking, Weights } from './ranking';

/**
 * Error rate, 0 to 1, at the threshold where as large a share of attacks is accepted as of bona fide samples is
 * rejected. All species together. Where no threshold makes both equal, the line between the two neighbouring
 * operating points is cut. `undefined` if either class has no weight.
 */
export function equalErrorRate(ranking: Ranking, weights: Weights): number | undefined {
  const { subject, live, levelEnd } = ranking;
  const total = totals(ranking, weights);
  if (total.live === 0 || total.attacks === 0) return undefined;
  // From the threshold that accepts everything upwards, until BPCER is no longer below APCER.
  let liveRejected = 0;
  let attacksRejected = 0;
  let bpcer = 0;
  let gap = -1;
  for (let i = 0; i < subject.length; i += 1) {
    const weight = weights[subject[i] ?? 0] ?? 0;
    const liveWeight = weight * (live[i] ?? 0);
    liveRejected += liveWeight;
    attacksRejected += weight - liveWeight;
    if (!levelEnd[i]) continue;
    const nextBpcer = liveRejected / total.live;
    const nextGap = nextBpcer - (total.attacks - attacksRejected) / total.attacks;
    if (nextGap >= 0) return bpcer + ((nextBpcer - bpcer) * gap) / (gap - nextGap);
    bpcer = nextBpcer;
    gap = nextGap;
  }
  return undefined;
}

function totals({ subject, live }: Ranking, weights: Weights): { live: number; attacks: number } {
  const total = { live: 0, attacks: 0 };
  for (let i = 0; i < subject.length; i += 1) {
    const weight = weights[subject[i] ?? 0] ?? 0;
    const liveWeight = weight * (live[i] ?? 0);
    total.live += liveWeight;
    total.attacks += weight - liveWeight;
  }
  return total;
}
