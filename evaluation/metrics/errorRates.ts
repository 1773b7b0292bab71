import type { Rate } from '../figures';
import { rate } from './clopperPearson';
import { compareText } from './compareText';
import type { Sample } from './sample';

/** Errors of samples at a threshold, or of verdicts. */
export interface ErrorRates {
  bpcer: Rate;
  /** By species, worst first. */
  apcer: { species: string; rate: Rate }[];
}

/** BPCER and each species' APCER where a score from `threshold` upwards is accepted as bona fide. */
export function errorRatesAt(samples: readonly Sample[], threshold: number): ErrorRates {
  const accepted = ({ score }: Sample) => score >= threshold;
  const live = samples.filter(({ label }) => label === 'live');
  const attacks = samples.filter((sample) => sample.label === 'attack');
  return {
    bpcer: rate(live.filter((sample) => !accepted(sample)).length, live.length),
    apcer: apcerBySpecies(
      attacks.map((attack) => ({ species: attack.species, trial: true, error: accepted(attack) })),
    ),
  };
}

/**
 * APCER by species, worst first, by upper bound where equal, then by name; those without trials last.
 *
 * @param attacks whether each counts as a trial, and if it does, whether it got through
 */
export function apcerBySpecies(
  attacks: readonly { species: string; trial: boolean; error: boolean }[],
): ErrorRates['apcer'] {
  const counts = new Map<string, { errors: number; trials: number }>();
  for (const { species, trial, error } of attacks) {
    const count = counts.get(species) ?? { errors: 0, trials: 0 };
    count.trials += Number(trial);
    count.errors += Number(trial && error);
    counts.set(species, count);
  }
  return [...counts]
    .map(([species, { errors, trials }]) => ({ species, rate: rate(errors, trials) }))
    .sort((a, b) => worstFirst(a.rate, b.rate) || compareText(a.species, b.species));
}

/** Of equal rates the one that may be higher is the worse: none among 2 says less than none among 400. For `sort`. */
export function worstFirst(a: Rate, b: Rate): number {
  return (b.rate ?? -1) - (a.rate ?? -1) || (b.upper ?? 0) - (a.upper ?? 0);
}
