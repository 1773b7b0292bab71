import type { Rate } from '../figures';
import { rate } from './clopperPearson';
import type { Sample } from './sample';

/** Error rates of samples at a threshold, or of verdicts. */
export interface ErrorRates {
  bpcer: Rate;
  /** By species, worst first. */
  apcer: { species: string; rate: Rate }[];
}

/** Returns BPCER and each species' APCER where a score >= `threshold` is accepted as bona fide. */
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
 * Returns APCER by species: worst first, by upper bound if equal, then by name; those without trials last.
 *
 * @param attacks whether each counts as a trial, and whether it was accepted
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
  return [...counts.keys()]
    .sort()
    .map((species) => {
      const { errors = 0, trials = 0 } = counts.get(species) ?? {};
      return { species, rate: rate(errors, trials) };
    })
    .sort((a, b) => worstFirst(a.rate, b.rate));
}

/** Compares for `sort`. The worse of equal rates is the one that may be higher: 0 of 2 says less than 0 of 400. */
export function worstFirst(a: Rate, b: Rate): number {
  return (b.rate ?? -1) - (a.rate ?? -1) || (b.upper ?? 0) - (a.upper ?? 0);
}

/** Returns how often each text occurs, in order of the texts. */
export function tally(texts: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const text of [...texts].sort()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Object.fromEntries(counts);
}
