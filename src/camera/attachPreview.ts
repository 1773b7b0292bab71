import { DepthproofError } from '../errors';
import { listen } from '../listen';
import { after, unlessAborted, within } from '../timeout';
import { watchPage } from './pageView';

export interface PreviewOptions {
  signal?: AbortSignal | undefined;
  /** Called when the browser refuses to play without a touch. The picture then comes at the next touch or key. */
  onRefused?: (() => void) | undefined;
}

/** Milliseconds in which the first frame must arrive while the page is shown. */
const LONGEST_WAIT = 10_000;
/** Milliseconds for a person to touch a page whose picture the browser holds back. */
const LONGEST_REFUSAL = 60_000;

/** iOS plays a stream inside the page only if all three are set, both as attributes and as properties. */
const inlinePlayback = ['muted', 'playsinline', 'autoplay'] as const;

/**
 * Shows a camera stream in `video` and waits for its first frame.
 *
 * @returns a function that takes the stream off the element and restores the element.
 * @throws {DepthproofError} `CAMERA_TIMEOUT` if no frame arrives, `PLAY_REFUSED` if the browser waits in vain for a touch.
 * An abort rejects with `signal.reason`. Either way the element is restored first.
 */
export async function attachPreview(
  video: HTMLVideoElement,
  stream: MediaStream,
  { signal, onRefused }: PreviewOptions = {},
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
  const loaded = new Promise((resolve) => listen(video, 'loadeddata', resolve, listening.signal));
  const playing = video.play().then(
    () => true,
    (error: unknown) => (error as Partial<Error>).name !== 'NotAllowedError',
  );

  try {
    // Low power mode of phones refuses, and so do settings against autoplay.
    const plays = (async () => (await playing) && (await loaded, true))();
    if (!(await Promise.race([unlessAborted(plays, signal), shownTooLong(listening.signal)]))) {
      onRefused?.();
      const touched = new Promise<void>((resolve) => {
        const play = () => void video.play().then(resolve, () => undefined);
        for (const type of ['pointerup', 'keyup']) listen(video.ownerDocument, type, play, listening.signal);
      });
      await within(LONGEST_REFUSAL, unlessAborted(Promise.all([loaded, touched]), signal), untouched);
    }
  } catch (error) {
    detach();
    throw error;
  } finally {
    listening.abort();
  }
  return detach;
}

/** Rejects after `LONGEST_WAIT` without a break in which the page was hidden: phones give a hidden page no picture. */
function shownTooLong(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    let withdraw: (() => void) | undefined;
    const count = () => {
      withdraw?.();
      withdraw = page.shown ? after(LONGEST_WAIT, () => reject(late())) : undefined;
    };
    const page = watchPage(count, signal);
    signal.addEventListener('abort', () => withdraw?.(), { once: true });
    count();
  });
}

function late(): DepthproofError {
  return new DepthproofError(
    'CAMERA_TIMEOUT',
    `The camera was opened but gave no picture within ${String(LONGEST_WAIT / 1000)} s. Ask the person to check its cover or switch, or to choose another camera.`,
  );
}

function untouched(): DepthproofError {
  return new DepthproofError(
    'PLAY_REFUSED',
    "The browser waits for a touch of the page before it plays the camera's picture, as phones do in low power mode. Ask the person to touch the page (option onPlayRefused) or to leave that mode.",
  );
}
