import type { Outcome, WindowResult } from './events';

/** Bound on a window's log odds, so that one overconfident window cannot outvote all others. */
const LARGEST_LOG_ODDS = 4;

/**
 * Correlation between the log odds of one clip's windows, as training/verdicts.py measures it on rendered validation
 * scenes: windows that follow each other say almost the same.
 */
const CORRELATION = 0.88;

/**
 * Calibrated probability, 0 to 1, that all windows together are bona fide; `undefined` without windows. Its log odds
 * are the sum of the n windows' log odds over 1 + (n - 1) * CORRELATION: the joint log likelihood ratio of normal log
 * odds that are equally correlated. A correlation of 1 would give their mean, 0 their sum.
 */
export function combinedProbability(
  windows: readonly Pick<WindowResult, 'probability'>[],
): number | undefined {
  if (windows.length === 0) return undefined;
  const sum = windows.reduce((total, { probability }) => {
    const logOdds = Math.log(probability / (1 - probability));
    return total + Math.min(LARGEST_LOG_ODDS, Math.max(-LARGEST_LOG_ODDS, logOdds));
  }, 0);
  return 1 / (1 + Math.exp(-sum / (1 + (windows.length - 1) * CORRELATION)));
}

/** `live` from the upper threshold on, `spoof` up to the lower one, else `inconclusive`. */
export function outcomeOf(
  probability: number | undefined,
  { liveProbability, spoofProbability }: { liveProbability: number; spoofProbability: number },
): Outcome {
  if (probability === undefined) return 'inconclusive';
  if (probability >= liveProbability) return 'live';
  return probability <= spoofProbability ? 'spoof' : 'inconclusive';
}
