import type { Ranking, Weights } from './ranking';

/** One subject's share of the counts of bona fide samples, or of one species. */
interface Cell {
  subject: number;
  /** 0 for bona fide, from 1 for the species. */
  group: number;
  trials: number;
  /** For each threshold. */
  errors: number[];
}

/**
 * Returns a statistic for the bootstrap: BPCER and the worst species' APCER at each threshold, as `errorRatesAt` has them,
 * in one list. They are `undefined` without samples. Samples are counted once by subject, so that a draw costs no more
 * than the number of subjects.
 */
export function resampledErrors(
  ranking: Ranking,
  thresholds: readonly number[],
): (weights: Weights) => (number | undefined)[] {
  const { cells, groups } = countBySubject(ranking, thresholds);
  return (weights) => {
    const trials = new Float64Array(groups);
    const errors = thresholds.map(() => new Float64Array(groups));
    for (const cell of cells) {
      const weight = weights[cell.subject] ?? 0;
      if (weight === 0) continue;
      trials[cell.group] = (trials[cell.group] ?? 0) + weight * cell.trials;
      errors.forEach((count, index) => {
        count[cell.group] = (count[cell.group] ?? 0) + weight * (cell.errors[index] ?? 0);
      });
    }
    return errors.flatMap((count) => {
      const [bpcer, ...apcer] = Array.from(count, (sum, group) => sum / (trials[group] ?? 0));
      return [defined(bpcer), worst(apcer)];
    });
  };
}

function countBySubject({ samples, subject }: Ranking, thresholds: readonly number[]) {
  const groups = new Map<string, number>();
  const cells = new Map<string, Cell>();
  samples.forEach((sample, index) => {
    const live = sample.label === 'live';
    const group = live ? 0 : (groups.get(sample.species) ?? groups.size + 1);
    if (!live) groups.set(sample.species, group);
    const who = subject[index] ?? 0;
    const key = `${who} ${group}`;
    const cell = cells.get(key) ?? { subject: who, group, trials: 0, errors: thresholds.map(() => 0) };
    cell.trials += 1;
    cell.errors = cell.errors.map((count, at) => {
      const accepted = sample.score >= (thresholds[at] ?? 0);
      return count + Number(accepted !== live);
    });
    cells.set(key, cell);
  });
  return { cells: [...cells.values()], groups: groups.size + 1 };
}

/** Species that were not drawn have no rate (0 / 0). */
function worst(rates: readonly number[]): number | undefined {
  const drawn = rates.filter((rate) => !Number.isNaN(rate));
  return drawn.length === 0 ? undefined : Math.max(...drawn);
}

function defined(rate: number | undefined): number | undefined {
  return rate === undefined || Number.isNaN(rate) ? undefined : rate;
}
