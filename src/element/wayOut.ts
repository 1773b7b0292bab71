import type { ErrorCode } from '../errors';
import type { TextKey } from './texts/table';

/** How a person gets on after an error. */
export interface WayOut {
  text: TextKey;
  /** Whether trying again can help. Where it cannot, only another way is offered. */
  recoverable: boolean;
  /** Whether another camera, if there is one, may do. */
  otherCamera: boolean;
}

const retry = (text: TextKey): WayOut => ({ text, recoverable: true, otherCamera: false });
const change = (text: TextKey): WayOut => ({ text, recoverable: true, otherCamera: true });
const leave = (text: TextKey): WayOut => ({ text, recoverable: false, otherCamera: false });

const waysOut: Record<ErrorCode, WayOut> = {
  INSECURE_CONTEXT: leave('error-insecure'),
  UNSUPPORTED_BROWSER: leave('error-unsupported'),
  INVALID_OPTION: leave('error-unsupported'),
  CAMERA_DENIED: retry('error-denied'),
  CAMERA_ABSENT: retry('error-absent'),
  CAMERA_IN_USE: change('error-in-use'),
  CAMERA_TIMEOUT: change('error-timeout'),
  CAMERA_LOST: retry('error-lost'),
  VIDEO_UNDECODABLE: retry('error-engine'),
  NO_FACE: retry('error-no-face'),
  PAGE_HIDDEN: retry('error-hidden'),
  ASSET_MISSING: retry('error-load'),
  ASSET_CORRUPT: retry('error-load'),
  ASSET_TIMEOUT: retry('error-load'),
  BACKEND_UNAVAILABLE: leave('error-unsupported'),
  BACKEND_LOST: retry('error-engine'),
  ENGINE_FAILED: retry('error-engine'),
  CLOSED: retry('error-engine'),
};

export function wayOut(code: ErrorCode): WayOut {
  return waysOut[code];
}
