import type { Outcome, WindowResult } from './events';

/** Keeps one window from outvoting all others: the network's certainty has its limits. */
const LARGEST_LOG_ODDS = 4;

/**
 * How much of what moves the log odds of windows is common to all of one clip, measured on rendered validation scenes
 * (`python3 -m training evaluate correlation`): windows that follow each other say almost the same.
 */
const CORRELATION = 0.88;

/**
 * Calibrated probability of bona fide over windows of one face: of n windows the sum of the log odds, over
 * 1 + (n - 1) * CORRELATION. Of normal log odds that are equally correlated this is what all of them together say; were
 * they one window seen n times it would be their mean. `undefined` without windows.
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

/** `live` or `spoof` beyond the model's thresholds, else `inconclusive`. */
export function outcomeOf(
  probability: number | undefined,
  { liveProbability, spoofProbability }: { liveProbability: number; spoofProbability: number },
): Outcome {
  if (probability === undefined) return 'inconclusive';
  if (probability >= liveProbability) return 'live';
  return probability <= spoofProbability ? 'spoof' : 'inconclusive';
}
