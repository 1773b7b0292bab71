import { DepthproofError } from '../errors';
import { fitting } from './fitting';
import { pickFrame, startCadence } from './cadence';
import { frameClock } from './frameClock';
import type { FrameTimes } from './frameClock';

/** A frame of the source, never mirrored. */
export interface Frame {
  /** Transferable. The consumer must close it. */
  readonly image: ImageBitmap;
  /** Time of the frame by the source's own clock, in milliseconds. Only differences mean something. */
  readonly timestamp: number;
  /** The consumer calls it when it is done with this frame, so that another one may be taken. */
  readonly release: () => void;
}

export interface FramesOptions {
  /** Milliseconds between the frames to take; default 100. */
  interval?: number | undefined;
  /** Longest side of the frames, px; larger ones are shrunk. Default: no limit. */
  side?: number | undefined;
  /** Milliseconds without a new frame after which the source counts as lost; default 5000. */
  stallLimit?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the time of every frame of the source, taken or not. */
  onTime?: ((timestamp: number) => void) | undefined;
}

/** Frames not yet released; beyond this limit new ones are dropped, never queued. */
const inFlightLimit = 3;
/** A second of frames from the fastest cameras: more than can lie between two frames that are taken. */
const uselessLimit = 240;

/**
 * Yields the frames of a playing video nearest to the cadence (see `pickFrame`). Ends when a clip ends.
 *
 * @throws {DepthproofError} `CAMERA_LOST` for a camera and `VIDEO_UNDECODABLE` for a clip, when no new frame comes for
 * `stallLimit` while the page is visible, when a camera ends, or when a clip does not decode. An abort throws
 * `signal.reason`.
 */
export async function* frames(
  video: HTMLVideoElement,
  { interval = 100, side = Infinity, stallLimit = 5000, signal, onTime }: FramesOptions = {},
): AsyncGenerator<Frame, void, void> {
  const timestampOf = frameClock();
  let cadence = startCadence(interval);
  let inFlight = 0;
  /** Frames in a row that were not taken or had no timestamp. */
  let useless = 0;

  for (;;) {
    const times = await nextFrame(video, stallLimit, signal);
    if (times === 'ended') return;
    const timestamp = timestampOf(times);
    const pick = timestamp === undefined ? undefined : pickFrame(cadence, timestamp);
    useless = pick?.take ? 0 : useless + 1;
    if (useless > uselessLimit) throw stalled(video, 'gave frames whose times stand still');
    if (timestamp === undefined || !pick) continue;
    cadence = pick.cadence;
    onTime?.(timestamp);
    if (!pick.take || inFlight >= inFlightLimit) continue;

    const image = await frameOf(video, side).catch((cause: unknown) => {
      throw stalled(video, 'gave a frame that the browser could not copy', cause);
    });
    inFlight += 1;
    let held = true;
    const release = () => {
      if (held) inFlight -= 1;
      held = false;
    };
    yield { image, timestamp, release };
  }
}

function frameOf(video: HTMLVideoElement, side: number): Promise<ImageBitmap> {
  return createImageBitmap(video, fitting({ width: video.videoWidth, height: video.videoHeight }, side));
}

/** Resolves when the video shows a new frame. */
function nextFrame(
  video: HTMLVideoElement,
  limit: number,
  signal?: AbortSignal,
): Promise<FrameTimes | 'ended'> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const end = () => (video.srcObject ? reject(stalled(video, 'ended')) : resolve('ended'));
    const fail = () => reject(stalled(video, 'could not be decoded', video.error));
    if (video.error) return fail();
    if (video.ended) return end();

    const listening = new AbortController();
    const done = () => {
      listening.abort();
      clearTimeout(timer);
      forget();
    };
    const giveUp = () => {
      done();
      reject(stalled(video, `gave no new frame for ${limit / 1000} s`));
    };
    // A hidden page gets no frames, and one that comes back needs a moment: neither is the camera's fault.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      if (!document.hidden) timer = setTimeout(giveUp, limit);
    };
    wait();
    document.addEventListener('visibilitychange', wait, { signal: listening.signal });
    const forget = onFrame(video, (times) => {
      done();
      resolve(times);
    });
    const on = (target: EventTarget, type: string, then: () => void) =>
      target.addEventListener(type, () => (done(), then()), { signal: listening.signal });
    on(video, 'ended', end);
    on(video, 'error', fail);
    if (signal) on(signal, 'abort', () => reject(signal.reason));
  });
}

/** Calls back once at the next new frame. @returns a function that withdraws the request. */
function onFrame(video: HTMLVideoElement, callback: (times: FrameTimes) => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback((_, metadata) => callback(metadata));
    return () => video.cancelVideoFrameCallback(handle);
  }
  // Older browsers report neither new frames nor their times: the playback position stands in for both.
  return pollFrame(video, callback);
}

function pollFrame(video: HTMLVideoElement, callback: (times: FrameTimes) => void): () => void {
  const { currentTime } = video;
  let handle = requestAnimationFrame(function poll() {
    if (video.currentTime === currentTime) handle = requestAnimationFrame(poll);
    else callback({ mediaTime: video.currentTime });
  });
  return () => cancelAnimationFrame(handle);
}

function stalled(video: HTMLVideoElement, what: string, cause?: unknown): DepthproofError {
  return video.srcObject
    ? new DepthproofError('CAMERA_LOST', `The camera ${what}. Ask the person to check it and start again.`, {
        cause,
      })
    : new DepthproofError(
        'VIDEO_UNDECODABLE',
        `The video ${what}. Check that it plays in this browser; WebM and MP4 (H.264) play in most.`,
        { cause },
      );
}
