import { DepthproofError } from '../errors';

/** Translates an error of `getUserMedia` by its name, and keeps it as `cause`. */
export function cameraError(cause: unknown): DepthproofError {
  switch (cause instanceof Error ? cause.name : undefined) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new DepthproofError(
        'CAMERA_DENIED',
        'Camera access was refused. Ask the person to allow the camera in the browser\'s site settings and try again; in an iframe, add allow="camera"; check the Permissions-Policy header and the system\'s privacy settings.',
        { cause },
      );
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new DepthproofError(
        'CAMERA_ABSENT',
        'No camera was found. Ask the person to connect or switch one on, or offer another way to sign in.',
        { cause },
      );
    case 'NotReadableError':
    case 'AbortError':
      return new DepthproofError(
        'CAMERA_IN_USE',
        'The camera could not be started; usually another app or tab is using it. Ask the person to close that one and try again.',
        { cause },
      );
    default:
      return new DepthproofError(
        'UNSUPPORTED_BROWSER',
        'The browser could not open a camera for a reason of its own (see cause). Try a current version of Chrome, Edge, Firefox or Safari.',
        { cause },
      );
  }
}
