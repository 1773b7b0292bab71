import { probabilityOf, type Model } from '../model/manifest';
import type { WindowOutput } from '../network/score';
import { combinedProbability, outcomeOf } from '../session/decision';
import type { Outcome } from '../session/events';

/** A verdict on the one window that evidence holds, by the rule of the browser's check. */
export interface WindowVerdict {
  /** Calibrated probability that the window is bona fide, 0 to 1. */
  probability: number;
  outcome: Outcome;
  /** Why, by the names of the browser's reasons, the weightiest first. */
  reasons: string[];
}

/** Returns the verdict. The one place where the server takes outcome and reasons from src/session. */
export function verdictOf({ score }: WindowOutput, model: Model): WindowVerdict {
  const probability = probabilityOf(score, model);
  const outcome = outcomeOf(combinedProbability([{ probability }], model.decision), model.decision);
  return { probability, outcome, reasons: [] };
}
