import type { Ranking, Weights } from './ranking';

/**
 * Receiver operating characteristic: the weights that are rejected just above each score that occurs (a level), ascending.
 * The last level rejects everything.
 */
export interface Roc {
  live: Float64Array;
  /** All species together. */
  attacks: Float64Array;
  /** One for each species. */
  species: Float64Array[];
}

/** Returns the curves for given weights of the subjects. */
export function rocOf({ samples, subject, group, groups, levels }: Ranking, weights: Weights): Roc {
  const curve = () => new Float64Array(levels.length);
  const roc = { live: curve(), attacks: curve(), species: Array.from({ length: groups - 1 }, curve) };
  const curves = [roc.live, ...roc.species];
  const sums = new Float64Array(groups);
  let level = 0;
  let all = 0;
  for (let i = 0; i < samples.length; i += 1) {
    const weight = weights[subject[i] ?? 0] ?? 0;
    const at = group[i] ?? 0;
    sums[at] = (sums[at] ?? 0) + weight;
    all += weight;
    if (samples[i]?.score === samples[i + 1]?.score) continue;
    sums.forEach((sum, index) => ((curves[index] as Float64Array)[level] = sum));
    roc.attacks[level] = all - (sums[0] ?? 0);
    level += 1;
  }
  return roc;
}

/**
 * Returns BPCER and the worst species' APCER if the scores from a level upwards are accepted, each 0 to 1. They are
 * `undefined` without weight.
 */
export function errorsAt({ live, species }: Roc, level: number): [bpcer?: number, apcer?: number] {
  const rejectedShare = (curve: Float64Array) => (curve[level - 1] ?? 0) / (curve.at(-1) ?? 0);
  const acceptedShare = (curve: Float64Array) => {
    const total = curve.at(-1) ?? 0;
    return (total - (curve[level - 1] ?? 0)) / total;
  };
  const apcers = species.map(acceptedShare).filter((share) => !Number.isNaN(share));
  const bpcer = rejectedShare(live);
  return [Number.isNaN(bpcer) ? undefined : bpcer, apcers.length > 0 ? Math.max(...apcers) : undefined];
}

/**
 * Returns the area under the curve of all species together, 0 to 1: the share of pairs of a bona fide sample and an attack
 * in which the bona fide one scores higher; ties count half. `undefined` if either class has no weight.
 */
export function auc({ live, attacks }: Roc): number | undefined {
  let concordant = 0;
  for (let level = 0; level < live.length; level += 1) {
    const tied = (live[level] ?? 0) - (live[level - 1] ?? 0);
    concordant += (tied * ((attacks[level - 1] ?? 0) + (attacks[level] ?? 0))) / 2;
  }
  const pairs = (live.at(-1) ?? 0) * (attacks.at(-1) ?? 0);
  return pairs > 0 ? concordant / pairs : undefined;
}

/**
 * Returns the error rate, 0 to 1, at the threshold that accepts as large a share of the attacks, all species together, as
 * it rejects of the bona fide samples. Where no threshold does, it lies on the line between the two neighbouring operating
 * points. `undefined` if either class has no weight.
 */
export function equalErrorRate({ live, attacks }: Roc): number | undefined {
  const [allLive = 0, allAttacks = 0] = [live.at(-1), attacks.at(-1)];
  if (allLive === 0 || allAttacks === 0) return undefined;
  // From the threshold that accepts everything upwards, until BPCER is no longer below APCER.
  let bpcer = 0;
  let gap = -1;
  for (let level = 0; level < live.length; level += 1) {
    const nextBpcer = (live[level] ?? 0) / allLive;
    const nextGap = nextBpcer - (allAttacks - (attacks[level] ?? 0)) / allAttacks;
    if (nextGap >= 0) return bpcer + ((nextBpcer - bpcer) * gap) / (gap - nextGap);
    bpcer = nextBpcer;
    gap = nextGap;
  }
  return undefined;
}
