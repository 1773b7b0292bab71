import type { BackendReport } from './backendReport';
import type { Hint } from '../quality/guidance';
import type { FaceBox } from '../face/face';
import type { InjectionRisk } from '../injection/risk';

export interface ModelReport {
  id: string;
  /** SHA-256 of the weights, hex. */
  sha256: string;
  /** Calibrated probabilities from which a verdict is `live`, and up to which it is `spoof`. */
  liveProbability: number;
  spoofProbability: number;
}

/** The network's answer for one window of frames. */
export interface WindowResult {
  /** 0, 1, 2, ... in the order in which windows were scored in this session, also by another engine after `rebuilt`. */
  index: number;
  /** When the window's first and last frame were made, by the source's own clock, in milliseconds. */
  startTime: number;
  endTime: number;
  /** Window score, 0 (attack) to 1 (bona fide), uncalibrated (paper eq. 11). */
  score: number;
  /** Calibrated probability that the window is bona fide, 0 to 1. */
  probability: number;
  /** Refined depth, mean over the window, row-major 32 x 32, 0 = far or flat, 1 = nearest. */
  depthMap: Float32Array;
  /**
   * Milliseconds in which frames of this window were given to the network, and its answer awaited. What a GPU computes
   * while the next frame is awaited is not in it.
   */
  networkMilliseconds: number;
  /** Milliseconds from the window's last frame to its score. */
  latencyMilliseconds: number;
  /** What the network holds after this window, tensors in TensorFlow.js or bytes on WebGPU; grows only if something leaks. */
  held: number;
}

export type Outcome = 'live' | 'spoof' | 'inconclusive';

/** Why a verdict is what it is. */
export type Reason =
  /** The windows agree beyond the model's thresholds. */
  | 'confident'
  /** They did not within the time given. */
  | 'time-limit'
  /** The clip ended before they did. */
  | 'source-ended';

export interface Verdict {
  outcome: Outcome;
  /** Calibrated probability of bona fide over all windows; `undefined` if no window could be scored. */
  probability: number | undefined;
  reason: Reason;
  windows: WindowResult[];
  backend: BackendReport;
  model: ModelReport;
  /** Whether the pictures look as if a program had made them; `undefined` for a clip. Changes no outcome. */
  injection: InjectionRisk | undefined;
  /** Milliseconds from the first frame that passed the quality gate to the verdict. */
  milliseconds: number | undefined;
}

export type LivenessEvent =
  /** The engine is loaded, checked and warm; frames are being looked at. */
  | { type: 'ready'; backend: BackendReport; model: ModelReport }
  /**
   * The backend was lost, by a driver that crashed for instance, and another one took over. Windows from before do not
   * count any more. `reason` says what became of the one before.
   */
  | { type: 'rebuilt'; backend: BackendReport; reason: string }
  /** Once for each frame looked at: the one hint to show now, `undefined` when all is well. */
  | {
      type: 'guidance';
      hint: Hint | undefined;
      face: FaceBox | undefined;
      /** Size of the frame that the face's box refers to, px: that of the source, or of what it was shrunk to. */
      frameWidth: number;
      frameHeight: number;
    }
  /** Frames of the current window gathered so far. */
  | { type: 'progress'; frames: number; of: number }
  | { type: 'window'; window: WindowResult }
  | { type: 'verdict'; verdict: Verdict };
