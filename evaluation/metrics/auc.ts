import type { Ranking, Weights } from './ranking';

/**
 * Area under the ROC curve, 0 to 1: the share of pairs of a bona fide sample and an attack in which the bona fide one
 * scores higher; ties count half. All species together. `undefined` if either class has no weight.
 */
export function auc({ subject, live, levelEnd }: Ranking, weights: Weights): number | undefined {
  let concordant = 0;
  let liveBelow = 0;
  let attacksBelow = 0;
  let liveTied = 0;
  let attacksTied = 0;
  for (let i = 0; i < subject.length; i += 1) {
    const weight = weights[subject[i] ?? 0] ?? 0;
    const liveWeight = weight * (live[i] ?? 0);
    liveTied += liveWeight;
    attacksTied += weight - liveWeight;
    if (!levelEnd[i]) continue;
    concordant += liveTied * (attacksBelow + attacksTied / 2);
    liveBelow += liveTied;
    attacksBelow += attacksTied;
    liveTied = 0;
    attacksTied = 0;
  }
  return liveBelow > 0 && attacksBelow > 0 ? concordant / (liveBelow * attacksBelow) : undefined;
}
