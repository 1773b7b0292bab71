import { DepthproofError } from '../errors';
import { unlessAborted, within } from '../timeout';

export interface PreviewLimit {
  signal?: AbortSignal | undefined;
  /** Milliseconds in which the first frame must arrive; default 10 000. */
  timeout?: number | undefined;
}

/** iOS plays a stream inside the page only if all three are set, both as attributes and as properties. */
const inlinePlayback = ['muted', 'playsinline', 'autoplay'] as const;

/**
 * Shows a camera stream in `video` and waits for its first frame.
 *
 * @returns a function that takes the stream off the element and restores the element.
 * @throws {DepthproofError} `CAMERA_TIMEOUT` if no frame arrives. An abort rejects with `signal.reason`.
 * Either way the element is restored first.
 */
export async function attachPreview(
  video: HTMLVideoElement,
  stream: MediaStream,
  { signal, timeout = 10_000 }: PreviewLimit = {},
): Promise<() => void> {
  const { srcObject, muted, playsInline, autoplay } = video;
  const added = inlinePlayback.filter((name) => !video.hasAttribute(name));
  const detach = () => {
    if (video.srcObject !== stream) return;
    video.srcObject = srcObject;
    for (const name of added) video.removeAttribute(name);
    Object.assign(video, { muted, playsInline, autoplay });
  };

  for (const name of added) video.setAttribute(name, '');
  Object.assign(video, { muted: true, playsInline: true, autoplay: true });
  video.srcObject = stream;

  const listening = new AbortController();
  const firstFrame = new Promise<void>((resolve) => {
    video.addEventListener('loadeddata', () => resolve(), { once: true, signal: listening.signal });
  });
  let refusal: unknown;
  video.play().catch((error: unknown) => (refusal = error));

  const late = () =>
    new DepthproofError(
      'CAMERA_TIMEOUT',
      `The camera was opened but gave no picture within ${timeout / 1000} s. Ask the person to check its cover or switch, or to choose another camera.`,
      { cause: refusal },
    );

  try {
    await within(timeout, unlessAborted(firstFrame, signal), late);
  } catch (error) {
    detach();
    throw error;
  } finally {
    listening.abort();
  }
  return detach;
}
