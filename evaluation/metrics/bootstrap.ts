import type { Estimate } from '../figures';
import { mulberry32 } from './mulberry32';
import type { Weights } from './ranking';

const DRAWS = 1000;
/** Draws in which a statistic must exist for its percentiles to mean something. */
const FEWEST_DRAWS = 100;
/** Any seed will do, as long as it stays: the same records give the same report. */
const SEED = 30107;
const PERCENTILES = { lower: 0.025, upper: 0.975 };

/**
 * Returns the values of some statistics with 95 % intervals: it draws subjects with replacement, as many as there are, and
 * takes the 2.5 and 97.5 percentiles of the values. Windows of one face resemble each other; drawing subjects instead of
 * windows keeps their number from passing for evidence. Draws in which a statistic is `undefined` (no bona fide sample was
 * drawn, or no attack) are left out. There is no interval with fewer than two subjects or too few draws.
 *
 * @param statistics returns the values for given weights of the subjects, always in the same order
 */
export function bootstrap(
  subjects: number,
  statistics: (weights: Weights) => readonly (number | undefined)[],
): Estimate[] {
  const weights = new Uint32Array(subjects).fill(1);
  const values = statistics(weights);
  const draws = values.map((): number[] => []);
  const random = mulberry32(SEED);
  for (let draw = 0; draw < DRAWS && subjects > 1; draw += 1) {
    weights.fill(0);
    for (let i = 0; i < subjects; i += 1) {
      const drawn = Math.floor(random() * subjects);
      weights[drawn] = (weights[drawn] ?? 0) + 1;
    }
    statistics(weights).forEach((value, index) => {
      if (value !== undefined) draws[index]?.push(value);
    });
  }
  return values.map((value, index) => estimate(value, draws[index] ?? []));
}

function estimate(value: number | undefined, draws: readonly number[]): Estimate {
  if (value === undefined) return {};
  if (draws.length < FEWEST_DRAWS) return { value };
  const sorted = Float64Array.from(draws).sort();
  return {
    value,
    lower: percentile(sorted, PERCENTILES.lower),
    upper: percentile(sorted, PERCENTILES.upper),
  };
}

/** Interpolates between the two values around the share (0 to 1). */
function percentile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (above - below) * (position % 1);
}
