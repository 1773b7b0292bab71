import type { Outcome, WindowResult } from './events';

/** Keeps one window from outvoting all others: the network's certainty has its limits. */
const LARGEST_LOG_ODDS = 4;

/**
 * Calibrated probability of bona fide over windows of one face. Their log odds are added up and divided by the root of
 * their number: windows of one clip are correlated, so evidence grows more slowly than it would if they were not.
 * `undefined` without windows.
 */
export function combinedProbability(
  windows: readonly Pick<WindowResult, 'probability'>[],
): number | undefined {
  if (windows.length === 0) return undefined;
  const sum = windows.reduce((total, { probability }) => {
    const logOdds = Math.log(probability / (1 - probability));
    return total + Math.min(LARGEST_LOG_ODDS, Math.max(-LARGEST_LOG_ODDS, logOdds));
  }, 0);
  return 1 / (1 + Math.exp(-sum / Math.sqrt(windows.length)));
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
