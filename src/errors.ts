/** Stable machine codes. A code never changes its meaning between versions; messages may be reworded. */
export type ErrorCode =
  /** The page was loaded neither over https nor from localhost. */
  | 'INSECURE_CONTEXT'
  /** The browser, or the web view of an app, lacks something that a check needs. Offer another way to sign in. */
  | 'UNSUPPORTED_BROWSER'
  /** An option has a wrong value; the message says what it must be. */
  | 'INVALID_OPTION'
  /** The person or the system refused the camera; outside Chromium perhaps a policy of the page. */
  | 'CAMERA_DENIED'
  /** A policy of the page, or the frame that it is in, forbids the camera, whatever the person allows. */
  | 'CAMERA_BLOCKED'
  /** There is no camera. */
  | 'CAMERA_ABSENT'
  /** The camera does not start, usually because another program holds it. Another camera may work. */
  | 'CAMERA_IN_USE'
  /** The person did not answer the prompt, or the camera gives no picture. Another camera may work. */
  | 'CAMERA_TIMEOUT'
  /** The camera was unplugged, taken away or froze in the middle of a check. */
  | 'CAMERA_LOST'
  /** The browser holds the camera's picture back, and the person did not touch the page to let it play. */
  | 'PLAY_REFUSED'
  /** The clip given as source does not play, or its frames may not be read. */
  | 'VIDEO_UNDECODABLE'
  /** No face was seen for `noFaceTimeout`. */
  | 'NO_FACE'
  /** The person left the page, or hid it for too long, in the middle of a check. */
  | 'PAGE_HIDDEN'
  /** A file is missing or may not be loaded. The message names it. */
  | 'ASSET_MISSING'
  /** A file is not the one that this version was built with. Deploy all files again. */
  | 'ASSET_CORRUPT'
  /** The model is damaged or of another version. Deploy the files of one version together. */
  | 'MODEL_INVALID'
  /** A file did not arrive in time. */
  | 'ASSET_TIMEOUT'
  /** A policy of the page keeps the worker from starting. The message names it. */
  | 'WORKER_BLOCKED'
  /** The page is in an iframe whose sandbox lacks `allow-same-origin`. */
  | 'SANDBOXED'
  /** A setting of the browser keeps pages from reading pictures, as `privacy.resistFingerprinting` in Firefox does. */
  | 'READBACK_BLOCKED'
  /** No backend gives right numbers here, or the forced one does not. */
  | 'BACKEND_UNAVAILABLE'
  /** The GPU was lost twice in one check, or nothing could take its place. A new check may work. */
  | 'BACKEND_LOST'
  /** The worker failed for a reason that has no code of its own. A new check may work. */
  | 'ENGINE_FAILED'
  /** The site's server gave out no session for the check, for instance after too many failed attempts. */
  | 'SESSION_REFUSED'
  /** `close()` was called before there was a verdict. */
  | 'CLOSED';

/**
 * The one error class of the library. `message` tells the integrator what happened and what to do about it; `code` is
 * for programs. `cause` holds the browser's own error if there is one, or the text of an error in the worker.
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

/**
 * Returns whether an error is this library's, with this code if one is given. Unlike `instanceof` it also knows the errors of
 * another copy of the library, such as those of the element's file.
 */
export function isDepthproofError(error: unknown, code?: ErrorCode): error is DepthproofError {
  const given = error as Partial<DepthproofError> | null | undefined;
  return given?.name === 'DepthproofError' && (code === undefined || given.code === code);
}
