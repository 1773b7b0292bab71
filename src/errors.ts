/**
 * Stable machine codes. A code never changes its meaning between versions; messages may be reworded.
 */
export type ErrorCode =
  /** The page comes neither by https nor from localhost. */
  | 'INSECURE_CONTEXT'
  /** The browser, or the app whose web view it is, lacks what a check needs. Offer another way to log in. */
  | 'UNSUPPORTED_BROWSER'
  /** An option has a wrong value; the message says what it must be. */
  | 'INVALID_OPTION'
  /** The person, the system or a policy refused the camera. */
  | 'CAMERA_DENIED'
  /** There is no camera. */
  | 'CAMERA_ABSENT'
  /** The camera does not start, mostly because another program holds it. Another camera may do. */
  | 'CAMERA_IN_USE'
  /** The prompt was not answered, or the camera gives no picture. Another camera may do. */
  | 'CAMERA_TIMEOUT'
  /** The camera was unplugged, taken away or froze in the middle of a check. */
  | 'CAMERA_LOST'
  /** The clip given as source does not play, or its frames may not be read. */
  | 'VIDEO_UNDECODABLE'
  /** No face was seen for `noFaceTimeout`. */
  | 'NO_FACE'
  /** The page was left, or hidden for too long, in the middle of a check. */
  | 'PAGE_HIDDEN'
  /** A file does not arrive: it is not there, or may not be loaded. The message names it. */
  | 'ASSET_MISSING'
  /** A file is not what this version was built with. Deploy all of them anew. */
  | 'ASSET_CORRUPT'
  /** The model is damaged or of another version. Deploy the files of one version together. */
  | 'MODEL_INVALID'
  /** A file stopped arriving. */
  | 'ASSET_TIMEOUT'
  /** No backend, or not the one that was forced, gives right numbers here. */
  | 'BACKEND_UNAVAILABLE'
  /** The GPU was lost twice in one check, or nothing could take its place. A new check may do. */
  | 'BACKEND_LOST'
  /** The worker failed for a reason that has no code of its own. A new check may do. */
  | 'ENGINE_FAILED'
  /** `close()` was called before there was a verdict. */
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
