import type { BackendName } from '../backends/backend';
import type { BackendReport } from './backendReport';
import type { ErrorCode } from '../errors';
import type { WindowEvidence } from '../evidence/response';
import type { FaceBox } from '../face/face';
import type { Turn } from '../face/turn';
import type { Model } from '../model/manifest';
import type { FrameMeasurements, Hint } from '../quality/guidance';
import type { WindowResult } from './windowResult';

/** Messages from the page to the worker. */
export type ToWorker =
  | {
      type: 'open';
      base: string;
      backend: BackendName | undefined;
      /** What an engine before this one chose on the same page. */
      remembered: BackendReport | undefined;
      /** Windows are kept as evidence, and none begins sooner than this after the first good frame, ms. */
      evidenceAfter?: number | undefined;
    }
  | { type: 'frame'; image: ImageBitmap; timestamp: number; prior?: FacePrior | undefined }
  /**
   * The source has ended. The worker answers `drained` when every complete window is scored. Another source may follow.
   * `evidence` asks for the scored window that began then.
   */
  | { type: 'end'; evidence?: number | undefined };

/**
 * What an evaluation knows of a frame beforehand: a point (px) on the one face to analyze, and so that the frame is upright; or
 * that it is a face crop, which needs neither detector nor quality gate.
 */
export type FacePrior = { at: { x: number; y: number } } | 'whole-frame';

/** Messages from the worker to the page. */
export type FromWorker =
  /** The worker has started, or a piece of a file has arrived: loading goes on, however slowly. */
  | { type: 'arriving' }
  | {
      type: 'opened';
      backend: BackendReport;
      model: Pick<Model, 'id' | 'sha256' | 'frame' | 'cadence' | 'evidence' | 'decision'>;
    }
  /** One for each frame, in order. */
  | { type: 'observed'; observed: AnalyzedFrame }
  /** `scoring`: as in `AnalyzedFrame`, now that this window is scored. */
  | { type: 'window'; window: ScoredWindow; scoring: boolean }
  | { type: 'drained'; evidence: WindowEvidence | undefined }
  /** `cause` is a text, since not every error can be sent. */
  | { type: 'error'; code: ErrorCode; message: string; cause: string | undefined };

/** A window as an engine sends it. The check, which may outlive its engine, adds `index` and clamps the depth map. */
export type ScoredWindow = Omit<WindowResult, 'index'>;

/** What detector, quality gate and window assembly found in one frame. */
export interface AnalyzedFrame {
  timestamp: number;
  faces: number;
  face: FaceBox | undefined;
  /** How far the source's frame was turned to be upright. */
  turn: Turn;
  hint: Hint | undefined;
  /** What the hint was chosen by. */
  measurements: FrameMeasurements;
  /** Difference to the frame before in grey levels, see `differenceOf`; `undefined` where it was not measured. */
  difference: number | undefined;
  frameWidth: number;
  frameHeight: number;
  /** Frames gathered for the window being filled, 0 to `cadence.frames`: all of them where this one completes it. */
  gathered: number;
  /** Whether a complete window waits for the network or is being scored. */
  scoring: boolean;
}
