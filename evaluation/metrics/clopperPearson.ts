import jStat from 'jstat';
import type { Rate } from '../figures';

/** Share that is left out on either side. */
const TAIL = 0.025;

/**
 * Returns `errors` among `trials` with the 95 % Clopper-Pearson bounds: the rates at which 2.5 % of all experiments would
 * still show as many errors or more, and as many or fewer. The bounds assume independent trials. Rate and bounds are
 * absent without trials.
 *
 * @throws {RangeError} if there are more errors than trials, or either is no whole number from 0
 */
export function rate(errors: number, trials: number): Rate {
  if (!Number.isInteger(errors) || !Number.isInteger(trials) || errors < 0 || errors > trials) {
    throw new RangeError(`${errors} errors among ${trials} trials are no rate.`);
  }
  if (trials === 0) return { errors, trials };
  return {
    errors,
    trials,
    rate: errors / trials,
    lower: errors === 0 ? 0 : jStat.beta.inv(TAIL, errors, trials - errors + 1),
    upper: errors === trials ? 1 : jStat.beta.inv(1 - TAIL, errors + 1, trials - errors),
  };
}
