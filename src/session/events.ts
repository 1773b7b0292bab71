import type { BackendReport } from './backendReport';
import type { Hint } from '../quality/guidance';
import type { FaceBox } from '../face/face';
import type { Turn } from '../face/turn';
import type { InjectionRisk } from '../injection/risk';
import type { Evidence } from '../network/evidence';
import type { Outcome } from './decision';
import type { Reason } from './reasons';
import type { WindowResult } from './windowResult';

export interface ModelReport {
  id: string;
  /** SHA-256 of the weights, hex. */
  sha256: string;
  /** Probabilities from which a verdict is `live`, and up to which it is `spoof`; calibrated if the model has a calibration. */
  liveProbability: number;
  spoofProbability: number;
  /**
   * A window's log odds of bona fide are `bias` plus the log odds of each kind of evidence times its weight. `usual`: the
   * median of each kind over real faces, before weighting; only of kinds that a reason can name.
   */
  evidence: { bias: number; weights: Evidence; usual: Evidence };
}

/** Why a check took no more windows. */
export type Ending =
  /** They agree beyond the model's thresholds. */
  | 'confident'
  /** They did not agree within the limits. */
  | 'limit'
  /** The clip ended before they agreed. */
  | 'source-ended';

export interface Verdict {
  outcome: Outcome;
  /** Probability of bona fide over all windows, calibrated if the model is; `undefined` if no window could be scored. */
  probability: number | undefined;
  ending: Ending;
  /** What decided it, the weightiest first; never empty. */
  reasons: Reason[];
  windows: WindowResult[];
  backend: BackendReport;
  model: ModelReport;
  /** Signs that a program made the frames; `undefined` for a clip. They change no outcome. */
  injection: InjectionRisk | undefined;
  /** The evidence that the site's server scores again; only in a `live` verdict of a check with the option `session`. */
  response?: string;
  /** Milliseconds from the first frame that passed the quality gate to the verdict. */
  milliseconds: number | undefined;
}

export type LivenessEvent =
  /** The engine is loaded, verified and warm, and frames are being analyzed. */
  | { type: 'ready'; backend: BackendReport; model: ModelReport }
  /**
   * The backend was lost, for instance because a driver crashed, and another one took over. Windows from before no
   * longer count. `reason` says what happened to the lost one.
   */
  | { type: 'rebuilt'; backend: BackendReport; reason: string }
  /** One for each frame analyzed, with the one hint to show now; `undefined` when all is well. */
  | {
      type: 'guidance';
      hint: Hint | undefined;
      face: FaceBox | undefined;
      /** Size in px of the frame that the face's box refers to: the source's frame, perhaps shrunk, and upright. */
      frameWidth: number;
      frameHeight: number;
      /** Quarter turns clockwise that make the source's frame upright: 0 unless the camera is on its side or upside down. */
      turn: Turn;
    }
  /** For each frame analyzed: how many frames the current window has, and how many it needs. */
  | { type: 'progress'; frames: number; of: number }
  | { type: 'window'; window: WindowResult }
  | { type: 'verdict'; verdict: Verdict };
