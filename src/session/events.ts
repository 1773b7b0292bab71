import type { BackendReport } from './backendReport';
import type { Hint } from '../quality/guidance';
import type { FaceBox } from '../face/face';
import type { Turn } from '../face/turn';
import type { Rectangle } from '../geometry';
import type { InjectionRisk } from '../injection/risk';
import type { CropName } from '../model/manifest';
import type { Evidence, TextureDetails } from '../network/evidence';
import type { Reason } from './reasons';

export interface ModelReport {
  id: string;
  /** SHA-256 of the weights, hex. */
  sha256: string;
  /** Calibrated probabilities from which a verdict is `live`, and up to which it is `spoof`. */
  liveProbability: number;
  spoofProbability: number;
  /**
   * A window's log odds of bona fide are `bias` plus the log odds of each kind of evidence times its weight. `usual`: the
   * median of each kind over real faces, before weighting; only of kinds that a reason can name.
   */
  evidence: { bias: number; weights: Evidence; usual: Evidence };
}

/** A frame of a window. */
export interface WindowFrame {
  /** By the source's own clock, in milliseconds. */
  timestamp: number;
  /** The parts of the frame that the network saw, px of the frame (`frameWidth` of `guidance`). */
  parts: Partial<Record<CropName, Rectangle>>;
}

/** The network's answer to one window of frames. */
export interface WindowResult {
  /** 0, 1, 2, ... in the order in which windows were scored in this session, also by another engine after `rebuilt`. */
  index: number;
  /** Times of the window's first and last frame by the source's own clock, in milliseconds. */
  startTime: number;
  endTime: number;
  /** Its frames, oldest first. */
  frames: WindowFrame[];
  /** Window score, 0 (attack) to 1 (bona fide), uncalibrated (paper eq. 11). */
  score: number;
  /** Calibrated probability that the window is bona fide, 0 to 1. */
  probability: number;
  /** Log odds of bona fide from each kind of evidence, before the model weighs them. */
  evidence: Evidence;
  texture: TextureDetails | undefined;
  /**
   * Depth of the face, row-major, square, 0 = far or flat, 1 = nearest; `undefined` for models without depth. The shipped model
   * gives that of the first frame, flattened by whatever else speaks against a live face.
   */
  depthMap: Float32Array | undefined;
  /**
   * Milliseconds spent giving this window's frames to the network and waiting for its answer. Work that a GPU does
   * while the next frame is awaited is not included.
   */
  networkMilliseconds: number;
  /** Milliseconds from the window's last frame to its score. */
  latencyMilliseconds: number;
  /** What the network holds after this window, tensors in TensorFlow.js or bytes on WebGPU; grows only if something leaks. */
  held: number;
}

export type Outcome = 'live' | 'spoof' | 'inconclusive';

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
  /** Calibrated probability of bona fide over all windows; `undefined` if no window could be scored. */
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
