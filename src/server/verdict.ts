import type { Model } from '../model/manifest';
import type { WindowOutput } from '../network/evidence';
import { combinedProbability, outcomeOf, probabilityOf, type Outcome } from '../session/decision';
import { reasonsOf, type ReasonCode } from '../session/reasons';

/** A verdict on the one window that evidence holds, by the rule of the browser's check. */
export interface WindowVerdict {
  /** Probability that the window is bona fide, 0 to 1: the score, calibrated if the model has a calibration. */
  probability: number;
  outcome: Outcome;
  /** Why, the weightiest first. */
  reasons: ReasonCode[];
}

/** Returns the verdict. The one place where the server takes outcome and reasons from src/session. */
export function verdictOf({ score, evidence, texture }: WindowOutput, model: Model): WindowVerdict {
  const probability = probabilityOf(score, model.decision);
  const outcome = outcomeOf(combinedProbability([{ probability }], model.decision), model.decision);
  const reasons = reasonsOf(outcome, [{ index: 0, evidence, texture, frames: [] }], model.evidence);
  return { probability, outcome, reasons: reasons.map(({ code }) => code) };
}
