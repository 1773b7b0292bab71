import type { Ranking, Weights } from './ranking';

/** Receiver operating characteristic: the weights that are rejected just above each score that occurs, ascending. */
export interface Roc {
  live: number[];
  attacks: number[];
}

/** Returns the curve of all species together, for given weights of the subjects. */
export function rocOf({ subject, live, levelEnd }: Ranking, weights: Weights): Roc {
  const roc: Roc = { live: [], attacks: [] };
  let liveRejected = 0;
  let attacksRejected = 0;
  for (let i = 0; i < subject.length; i += 1) {
    const weight = weights[subject[i] ?? 0] ?? 0;
    const liveWeight = weight * (live[i] ?? 0);
    liveRejected += liveWeight;
    attacksRejected += weight - liveWeight;
    if (!levelEnd[i]) continue;
    roc.live.push(liveRejected);
    roc.attacks.push(attacksRejected);
  }
  return roc;
}

/**
 * Returns the area under the curve, 0 to 1: the share of pairs of a bona fide sample and an attack in which the bona fide
 * one scores higher; ties count half. `undefined` if either class has no weight.
 */
export function auc({ live, attacks }: Roc): number | undefined {
  let concordant = 0;
  for (const [level, below] of attacks.entries()) {
    const tied = (live[level] ?? 0) - (live[level - 1] ?? 0);
    concordant += (tied * ((attacks[level - 1] ?? 0) + below)) / 2;
  }
  const pairs = (live.at(-1) ?? 0) * (attacks.at(-1) ?? 0);
  return pairs > 0 ? concordant / pairs : undefined;
}

/**
 * Returns the error rate, 0 to 1, at the threshold that accepts as large a share of the attacks as it rejects of the bona
 * fide samples. Where no threshold does, it lies on the line between the two neighbouring operating points. `undefined` if
 * either class has no weight.
 */
export function equalErrorRate({ live, attacks }: Roc): number | undefined {
  const [allLive = 0, allAttacks = 0] = [live.at(-1), attacks.at(-1)];
  if (allLive === 0 || allAttacks === 0) return undefined;
  // From the threshold that accepts everything upwards, until BPCER is no longer below APCER.
  let bpcer = 0;
  let gap = -1;
  for (const [level, rejected] of live.entries()) {
    const nextBpcer = rejected / allLive;
    const nextGap = nextBpcer - (allAttacks - (attacks[level] ?? 0)) / allAttacks;
    if (nextGap >= 0) return bpcer + ((nextBpcer - bpcer) * gap) / (gap - nextGap);
    bpcer = nextBpcer;
    gap = nextGap;
  }
  return undefined;
}
