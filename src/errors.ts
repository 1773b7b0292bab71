/**
 * Stable machine codes. A code never changes its meaning between versions; messages may be reworded.
 */
export type ErrorCode =
  | 'INSECURE_CONTEXT'
  | 'UNSUPPORTED_BROWSER'
  | 'INVALID_OPTION'
  | 'CAMERA_DENIED'
  | 'CAMERA_ABSENT'
  | 'CAMERA_IN_USE'
  | 'CAMERA_TIMEOUT'
  | 'CAMERA_LOST'
  | 'VIDEO_UNDECODABLE'
  | 'NO_FACE'
  | 'PAGE_HIDDEN'
  | 'ASSET_MISSING'
  | 'ASSET_CORRUPT'
  | 'ASSET_TIMEOUT'
  | 'BACKEND_UNAVAILABLE'
  | 'BACKEND_LOST'
  | 'ENGINE_FAILED'
  | 'CLOSED';

/**
 * The one error class of the library. `message` tells the integrator what happened and what to do about it;
 * `code` is for programs. `cause` holds the browser's own error where there is one; of one in the worker, its text.
 */
export class DepthproofError extends Error {
  override readonly name = 'DepthproofError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
