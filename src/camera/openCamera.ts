import { DepthproofError } from '../errors';
import { unlessAborted, within } from '../timeout';
import { cameraError } from './cameraError';

export interface CameraRequest {
  /** Preferred camera. If it is gone or does not start, another one is opened. */
  deviceId?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds in which the person must answer the browser's permission prompt; default 60 000. */
  timeout?: number | undefined;
}

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
export async function openCamera({
  deviceId,
  signal,
  timeout = 60_000,
}: CameraRequest = {}): Promise<Camera> {
  signal?.throwIfAborted();
  let wanted = true;
  const request = requestStream(mediaDevices(), deviceId, () => wanted);
  const late = () =>
    new DepthproofError(
      'CAMERA_TIMEOUT',
      `The camera prompt was not answered within ${timeout / 1000} s. Explain why the camera is needed and offer to try again.`,
    );

  let stream: MediaStream;
  try {
    stream = await within(timeout, unlessAborted(request, signal), late);
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
  return {
    stream,
    lost: new Promise((resolve) => {
      // `stop()` does not fire `ended`, so this is never our own doing.
      track.addEventListener('ended', () => resolve(lostCamera(track.label)), { once: true });
    }),
    close: () => stopTracks(stream),
  };
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

/** @param wanted whether the caller still waits: if not, the person is not asked a second time */
async function requestStream(
  devices: MediaDevices,
  deviceId: string | undefined,
  wanted: () => boolean,
): Promise<MediaStream> {
  const size = { width: { ideal: 640 }, height: { ideal: 480 } };
  if (deviceId) {
    try {
      // Chromium ignores an `ideal` id where it prefers another camera, so the id is requested exactly.
      return await devices.getUserMedia({ video: { ...size, deviceId: { exact: deviceId } } });
    } catch (error) {
      if (!wanted() || !anotherMayOpen(error)) throw error;
    }
  }
  return devices.getUserMedia({ video: { ...size, facingMode: { ideal: 'user' } } });
}

/** Whether another camera may open although this one failed: it is gone, or another program holds it. */
function anotherMayOpen(error: unknown): boolean {
  const { code } = cameraError(error);
  return code === 'CAMERA_ABSENT' || code === 'CAMERA_IN_USE';
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
