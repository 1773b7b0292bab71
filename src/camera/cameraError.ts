import { DepthproofError } from '../errors';

/**
 * Translates what `getUserMedia` was refused with, and keeps it as `cause`. Goes by the name alone: Safari's
 * `OverconstrainedError` was no `Error` before 2026, and shims of WebRTC reject with plain objects or old names.
 */
export function cameraError(cause: unknown): DepthproofError {
  switch (nameOf(cause)) {
    case 'NotAllowedError':
    case 'SecurityError':
    case 'PermissionDeniedError':
    case 'PermissionDismissedError':
      return forbiddenByPage() ? blockedCamera(cause) : deniedCamera(cause);
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'DevicesNotFoundError':
    case 'ConstraintNotSatisfiedError':
      return new DepthproofError(
        'CAMERA_ABSENT',
        'No camera was found. Ask the person to connect one or switch one on, or offer another way to sign in.',
        { cause },
      );
    case 'NotReadableError':
    case 'AbortError':
    case 'TrackStartError':
    case 'SourceUnavailableError':
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

function nameOf(cause: unknown): string | undefined {
  const name = typeof cause === 'string' ? cause : (cause as { name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' ? name : undefined;
}

function deniedCamera(cause: unknown): DepthproofError {
  return new DepthproofError(
    'CAMERA_DENIED',
    'Camera access was refused. Ask the person to allow the camera in the browser\'s site settings and try again; in an iframe, add allow="camera"; check the system\'s privacy settings.',
    { cause },
  );
}

function blockedCamera(cause: unknown): DepthproofError {
  return new DepthproofError(
    'CAMERA_BLOCKED',
    'The page itself forbids the camera, whatever the person allows. Take camera=() out of its Permissions-Policy header; where it is in an iframe, add allow="camera" there.',
    { cause },
  );
}

/** Whether a policy of the page, or the frame that it is in, forbids the camera. Only Chromium tells. */
function forbiddenByPage(): boolean {
  const { featurePolicy } = ((globalThis as Partial<typeof globalThis>).document ?? {}) as {
    featurePolicy?: { allowsFeature(name: string): boolean };
  };
  return featurePolicy?.allowsFeature('camera') === false;
}
