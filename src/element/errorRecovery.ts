import type { ErrorCode } from '../errors';
import type { TextKey } from './texts/table';

/** How a person can go on after an error. */
export interface Recovery {
  text: TextKey;
  /** Whether trying again can help. Where it cannot, only another way to sign in is offered. */
  recoverable: boolean;
  /** Whether another camera may work. */
  otherCamera: boolean;
}

const retry = (text: TextKey): Recovery => ({ text, recoverable: true, otherCamera: false });
const changeCamera = (text: TextKey): Recovery => ({ text, recoverable: true, otherCamera: true });
const leave = (text: TextKey): Recovery => ({ text, recoverable: false, otherCamera: false });

export const errorRecovery: Readonly<Record<ErrorCode, Recovery>> = {
  INSECURE_CONTEXT: leave('error-insecure'),
  UNSUPPORTED_BROWSER: leave('error-unsupported'),
  INVALID_OPTION: leave('error-setup'),
  CAMERA_DENIED: retry('error-denied'),
  CAMERA_BLOCKED: leave('error-setup'),
  CAMERA_ABSENT: changeCamera('error-absent'),
  CAMERA_IN_USE: changeCamera('error-in-use'),
  CAMERA_TIMEOUT: changeCamera('error-timeout'),
  CAMERA_LOST: changeCamera('error-lost'),
  PLAY_REFUSED: retry('error-play'),
  VIDEO_UNDECODABLE: retry('error-engine'),
  NO_FACE: changeCamera('error-no-face'),
  PAGE_HIDDEN: retry('error-hidden'),
  ASSET_MISSING: retry('error-load'),
  ASSET_CORRUPT: retry('error-load'),
  MODEL_INVALID: retry('error-load'),
  ASSET_TIMEOUT: retry('error-load'),
  WORKER_BLOCKED: leave('error-setup'),
  SANDBOXED: leave('error-setup'),
  READBACK_BLOCKED: leave('error-readback'),
  BACKEND_UNAVAILABLE: leave('error-unsupported'),
  BACKEND_LOST: retry('error-engine'),
  ENGINE_FAILED: retry('error-engine'),
  SESSION_REFUSED: retry('error-session'),
  CLOSED: retry('error-engine'),
};
