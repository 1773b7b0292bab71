import { DepthproofError } from '../errors';
import { unlessAborted, within } from '../timeout';
import { cameraError } from './cameraError';

export interface CameraRequest {
  /** Preferred camera. If it is gone or does not start, another one is opened, unless `exact`. */
  deviceId?: string | undefined;
  exact?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/** Milliseconds in which the person must answer the browser's permission prompt. */
const PROMPT_LIMIT = 60_000;

/** An open camera. Its light is on until `close()`. */
export interface Camera {
  readonly stream: MediaStream;
  /** Resolves with `CAMERA_LOST` when the camera ends by itself (unplugged, taken away); never after `close()`. */
  readonly lost: Promise<DepthproofError>;
  /** Stops every track. Safe to call any number of times. */
  close(): void;
}

/**
 * Opens the person's camera at about 640 x 480, facing the person.
 *
 * @throws {DepthproofError} `INSECURE_CONTEXT`, `UNSUPPORTED_BROWSER`, `CAMERA_DENIED`, `CAMERA_ABSENT`,
 * `CAMERA_IN_USE` or `CAMERA_TIMEOUT`. An abort rejects with `signal.reason`.
 */
export async function openCamera({ deviceId, exact = false, signal }: CameraRequest = {}): Promise<Camera> {
  signal?.throwIfAborted();
  let wanted = true;
  const request = requestStream(mediaDevices(), { deviceId, exact, wanted: () => wanted });
  const late = () =>
    new DepthproofError(
      'CAMERA_TIMEOUT',
      `The camera prompt was not answered within ${String(PROMPT_LIMIT / 1000)} s. Explain why the camera is needed and offer to try again.`,
    );

  let stream: MediaStream;
  try {
    stream = await within(PROMPT_LIMIT, unlessAborted(request, signal), late);
  } catch (cause) {
    wanted = false;
    // A stream that is granted after we gave up has no owner, and its light would stay on.
    request.then(stopTracks, () => undefined);
    throw signal?.aborted || cause instanceof DepthproofError ? cause : cameraError(cause);
  }

  const [track] = stream.getVideoTracks();
  if (!track) {
    stopTracks(stream);
    throw new DepthproofError(
      'CAMERA_ABSENT',
      'The browser opened a stream without video. Choose another camera.',
    );
  }
  return { stream, lost: lossOf(track), close: () => stopTracks(stream) };
}

/** Resolves when the track ends by itself, with what ended it. */
export async function lossOf(track: MediaStreamTrack): Promise<DepthproofError> {
  const before = permission();
  // `stop()` does not fire `ended`, so this is never our own doing.
  await new Promise((resolve) => track.addEventListener('ended', resolve, { once: true }));
  const withdrawn = (await before) === 'granted' && (await permission()) !== 'granted';
  return withdrawn ? withdrawnCamera() : lostCamera(track.label);
}

/** `undefined` where the browser does not tell. */
async function permission(): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state;
  } catch {
    return undefined;
  }
}

function mediaDevices(): MediaDevices {
  // The DOM types promise `mediaDevices`; browsers leave it out in an insecure context and in many web views.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices) return devices;
  if (!isSecureContext) {
    throw new DepthproofError(
      'INSECURE_CONTEXT',
      'Browsers give camera access to secure pages only. Serve this page over https (or from localhost).',
    );
  }
  throw new DepthproofError(
    'UNSUPPORTED_BROWSER',
    'This browser or web view offers no camera access (navigator.mediaDevices). Open the page in a current browser, or allow camera capture in the app that embeds it.',
  );
}

/** Milliseconds for which a camera that is in use is asked for again: Android frees one only a moment after its stop. */
const RETRIES = 1500;
const RETRY_INTERVAL = 250;
/** Milliseconds after which a browser that gives up has been patient enough. */
const LONG = 5000;

interface Wish {
  deviceId: string | undefined;
  exact: boolean;
  /** Whether the caller still waits: if not, the person is not asked again. */
  wanted: () => boolean;
}

async function requestStream(devices: MediaDevices, { deviceId, exact, wanted }: Wish): Promise<MediaStream> {
  const size = { width: { ideal: 640 }, height: { ideal: 480 } };
  if (deviceId) {
    try {
      // Chromium ignores an `ideal` id where it prefers another camera, so the id is requested exactly.
      return await patiently(devices, { ...size, deviceId: { exact: deviceId } }, wanted);
    } catch (error) {
      if (exact || !wanted() || !anotherMayOpen(error)) throw error;
    }
  }
  return patiently(devices, { ...size, facingMode: { ideal: 'user' } }, wanted);
}

async function patiently(
  devices: MediaDevices,
  video: MediaTrackConstraints,
  wanted: () => boolean,
): Promise<MediaStream> {
  for (let waited = 0; ; waited += RETRY_INTERVAL) {
    const asked = performance.now();
    try {
      return await devices.getUserMedia({ video });
    } catch (error) {
      // Chromium itself waits ten seconds for a camera to start.
      const patient = (error as DOMException).name === 'AbortError' && performance.now() - asked > LONG;
      if (patient || waited >= RETRIES || !wanted() || cameraError(error).code !== 'CAMERA_IN_USE')
        throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_INTERVAL));
    if (!wanted()) throw new DOMException('The check has ended.', 'AbortError');
  }
}

/** Whether another camera may open although this one failed: it is gone, or another program holds it. */
function anotherMayOpen(error: unknown): boolean {
  const { code } = cameraError(error);
  return code === 'CAMERA_ABSENT' || code === 'CAMERA_IN_USE';
}

function withdrawnCamera(): DepthproofError {
  return new DepthproofError(
    'CAMERA_DENIED',
    'The permission to use the camera was withdrawn in the middle of the check. Ask the person to allow the camera again.',
  );
}

function lostCamera(label: string): DepthproofError {
  return new DepthproofError(
    'CAMERA_LOST',
    `The camera${label ? ` "${label}"` : ''} stopped by itself: it was unplugged, or the system or another app took it. Ask the person to reconnect it and start again.`,
  );
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
