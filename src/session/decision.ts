import type { Model } from '../model/manifest';
import { sigmoid } from '../network/score';
import type { WindowResult } from './windowResult';

export type Outcome = 'live' | 'spoof' | 'inconclusive';

/** How verdicts are made of windows; the model says it. */
export type DecisionRule = Pick<
  Model['decision'],
  'liveProbability' | 'spoofProbability' | 'correlation' | 'largestLogOdds'
>;

/** Probability of bona fide for a window score, calibrated if the model has a calibration. */
export function probabilityOf(
  score: number,
  { calibration }: Pick<Model['decision'], 'calibration'>,
): number {
  return calibration ? sigmoid(calibration.slope * score + calibration.intercept) : score;
}

/**
 * Probability of bona fide over windows of one face: the sum of the log odds of n windows, divided by
 * 1 + (n - 1) * correlation, the way in which equally correlated normal log odds combine. With correlation 1, one window seen
 * n times, it is their mean. `undefined` without windows.
 */
export function combinedProbability(
  windows: readonly Pick<WindowResult, 'probability'>[],
  { correlation, largestLogOdds }: Pick<DecisionRule, 'correlation' | 'largestLogOdds'>,
): number | undefined {
  if (windows.length === 0) return undefined;
  const sum = windows.reduce((total, { probability }) => {
    const logOdds = Math.log(probability / (1 - probability));
    // The network's certainty has its limits: no window outvotes all others.
    return total + Math.min(largestLogOdds, Math.max(-largestLogOdds, logOdds));
  }, 0);
  return sigmoid(sum / (1 + (windows.length - 1) * correlation));
}

/** `live` from the upper threshold on, `spoof` up to the lower one, else `inconclusive`. */
export function outcomeOf(
  probability: number | undefined,
  { liveProbability, spoofProbability }: Pick<DecisionRule, 'liveProbability' | 'spoofProbability'>,
): Outcome {
  if (probability === undefined) return 'inconclusive';
  if (probability >= liveProbability) return 'live';
  return probability <= spoofProbability ? 'spoof' : 'inconclusive';
}
