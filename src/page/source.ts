import { attachPreview } from '../camera/attachPreview';
import { lossOf, openCamera, type CameraRequest } from '../camera/openCamera';
import { DepthproofError } from '../errors';
import { listen } from '../listen';
import { unlessAborted, within } from '../timeout';

/** A playing video to take frames from. */
export interface Source {
  video: HTMLVideoElement;
  /** The camera's stream; `undefined` for a clip. */
  stream?: MediaStream | undefined;
  /** Resolves with the error if the source ends by itself; never after `close()`. */
  lost: Promise<DepthproofError>;
  /** Stops the video, and turns the camera off. */
  close(): void;
}

/** Milliseconds in which a clip must show its first frame. */
const CLIP_LIMIT = 15_000;

/** Opens the camera and shows it in `preview`, or else where nobody sees it. */
export async function cameraSource(request: CameraRequest, shown: Shown): Promise<Source> {
  const camera = await openCamera(request);
  const { stream, lost } = camera;
  try {
    const source = await shownStream(stream, lost, shown);
    return {
      ...source,
      close() {
        camera.close();
        source.close();
      },
    };
  } catch (error) {
    camera.close();
    throw error;
  }
}

/** Shows a stream that the caller has opened, and that stays the caller's to stop. */
export async function streamSource(stream: MediaStream, shown: Shown): Promise<Source> {
  const [track] = stream.getVideoTracks();
  if (!track || track.readyState === 'ended')
    throw new DepthproofError(
      'INVALID_OPTION',
      'The option source.stream must have a video track that is live.',
    );
  return shownStream(stream, lossOf(track), shown);
}

interface Shown {
  preview: HTMLVideoElement | undefined;
  onRefused: (() => void) | undefined;
  signal: AbortSignal | undefined;
}

async function shownStream(
  stream: MediaStream,
  lost: Promise<DepthproofError>,
  { preview, onRefused, signal }: Shown,
): Promise<Source> {
  const video = preview ?? unseenVideo();
  // Not `remove`, which Prototype.js has replaced by one that fails where there is no parent.
  const takeAway = () => !preview && video.parentNode?.removeChild(video);
  try {
    const detach = await Promise.race([
      attachPreview(video, stream, { signal, onRefused }),
      lost.then((error) => {
        throw error;
      }),
    ]);
    const close = () => {
      detach();
      takeAway();
    };
    return { video, stream, lost, close };
  } catch (error) {
    takeAway();
    throw error;
  }
}

/** A video in the page, since Safari on phones plays a stream only where there is something to see: one pixel is enough. */
function unseenVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.setAttribute('aria-hidden', 'true');
  // By script, which every policy allows. It must lie within the window.
  const place = { position: 'fixed', top: '0', left: '0', width: '1px', height: '1px' };
  Object.assign(video.style, place, { opacity: '0', pointerEvents: 'none' });
  document.documentElement.appendChild(video);
  return video;
}

/** Finds that a clip plays that the caller has put into `video`, and holds it at its beginning until its frames are taken. */
export async function clipSource(video: HTMLVideoElement, signal: AbortSignal): Promise<Source> {
  const undecodable = (cause?: unknown) =>
    new DepthproofError(
      'VIDEO_UNDECODABLE',
      'The video cannot be played. Check its address and that this browser knows its format; WebM and MP4 (H.264) play in most.',
      { cause },
    );
  const listening = new AbortController();
  const playing = new Promise<void>((resolve, reject) => {
    const fail = () => reject(undecodable(video.error));
    listen(video, 'error', fail, listening.signal);
    if (video.error) fail();
    video.play().then(resolve, (cause: unknown) => {
      reject(isRefusal(cause) ? refused(cause) : undecodable(cause));
    });
  });
  try {
    await unlessAborted(within(CLIP_LIMIT, playing, undecodable), signal);
    // A file plays even if the browser can decode only its sound.
    if (video.videoWidth === 0) throw undecodable();
  } finally {
    // The engine may load for longer than the clip lasts.
    video.pause();
    listening.abort();
  }
  return {
    video,
    lost: new Promise(() => undefined),
    close() {
      video.pause();
    },
  };
}

/** Whether the browser refused autoplay: a video with sound may start only after the person has used the page. */
function isRefusal(cause: unknown): boolean {
  return (cause as Partial<Error>).name === 'NotAllowedError';
}

function refused(cause: unknown): DepthproofError {
  return new DepthproofError(
    'VIDEO_UNDECODABLE',
    'The browser does not let this video play by itself. Set its muted property, or start the check in a click.',
    { cause },
  );
}
