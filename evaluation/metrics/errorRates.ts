import type { OperatingPoint, Rate } from '../figures';
import { rate } from './clopperPearson';
import type { Sample } from './sample';

/** Error rates of samples at a threshold. */
export type ErrorRates = Pick<OperatingPoint, 'bpcer' | 'apcer' | 'attacksAccepted'>;

/**
 * Returns BPCER, each species' APCER (worst first, by upper bound if equal, then by name) and the share of all attacks that
 * are accepted, where a score >= `threshold` is accepted as bona fide.
 */
export function errorRatesAt(samples: readonly Sample[], threshold: number): ErrorRates {
  const accepted = ({ score }: Sample) => score >= threshold;
  const live = samples.filter(({ label }) => label === 'live');
  const attacks = samples.filter((sample) => sample.label === 'attack');
  const acceptedOf = (some: readonly Sample[]) => rate(some.filter(accepted).length, some.length);
  const species = [...new Set(attacks.map((attack) => attack.species))].sort();
  return {
    bpcer: rate(live.filter((sample) => !accepted(sample)).length, live.length),
    apcer: species
      .map((name) => ({
        species: name,
        rate: acceptedOf(attacks.filter((attack) => attack.species === name)),
      }))
      .sort((a, b) => worstFirst(a.rate, b.rate)),
    attacksAccepted: acceptedOf(attacks),
  };
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
