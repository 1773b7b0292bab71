import type { BackendName } from '../backends/backend';
import type { BackendReport } from './backendReport';
import type { ErrorCode } from '../errors';
import type { FaceBox } from '../face/face';
import type { Model } from '../model/manifest';
import type { Hint } from '../quality/guidance';
import type { WindowResult } from './events';

/** What the page tells the worker. */
export type ToWorker =
  | {
      type: 'open';
      base: string;
      backend: BackendName | undefined;
      /** What an engine before this one chose on the same page. */
      remembered: BackendReport | undefined;
    }
  | { type: 'frame'; image: ImageBitmap; timestamp: number; given?: GivenFace | undefined }
  /** The source has ended; answered by `drained` once every whole window is scored. Another source may follow. */
  | { type: 'end' };

/**
 * What an evaluation knows beforehand: which of several faces is meant (a point of the frame, px), or that the frame
 * is a face crop, which needs neither detector nor quality gate.
 */
export type GivenFace = { at: { x: number; y: number } } | 'whole-frame';

/** What the worker tells the page. */
export type FromWorker =
  /** The worker itself has arrived, or something more of a file: however slow the line, it goes on. */
  | { type: 'arriving' }
  | {
      type: 'opened';
      backend: BackendReport;
      model: Pick<Model, 'id' | 'sha256' | 'frame' | 'cadence' | 'decision'>;
    }
  /** One for each frame, in order. */
  | { type: 'observed'; observed: Observed }
  /** `scoring`: as in `Observed`, now that this window is scored. */
  | { type: 'window'; window: ScoredWindow; scoring: boolean }
  | { type: 'drained' }
  /** `cause` as a text, since not every error can be sent. */
  | { type: 'error'; code: ErrorCode; message: string; cause: string | undefined };

/** A window as one engine gives it; a session, which may outlive its engine, counts them and holds depth to its range. */
export type ScoredWindow = Omit<WindowResult, 'index'>;

/** What the quality gate and the gathering of windows made of one frame. */
export interface Observed {
  timestamp: number;
  faces: number;
  face: FaceBox | undefined;
  hint: Hint | undefined;
  /** Grey levels to the frame before, see `differenceOf`; `undefined` where not measured. */
  difference: number | undefined;
  frameWidth: number;
  frameHeight: number;
  /** Frames gathered for the window being filled, 0 to `cadence.frames`. */
  gathered: number;
  /** Whether a whole window waits for the network or is being scored. */
  scoring: boolean;
}
