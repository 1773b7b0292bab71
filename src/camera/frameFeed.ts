import { DepthproofError } from '../errors';
import { listen } from '../listen';
import { after } from '../timeout';
import type { FrameTimes } from './frameClock';
import { watchPage } from './pageView';

/** Milliseconds without a new frame, in a page that is shown, after which the source counts as lost. */
const LONGEST_STALL = 5000;
/** Milliseconds in which a camera has to show itself to a second look. */
const SECOND_LOOK = 2000;
/** Milliseconds that `lossOf` has to say why a camera ended. */
const LAST_WORD = 1000;

/** Waits for the new frames of one playing video, one after the other. */
export class FrameFeed {
  readonly #closing = new AbortController();
  readonly #page: { readonly shown: boolean };
  #waiting: { resolve: (times: FrameTimes | 'ended') => void; reject: (error: unknown) => void } | undefined;
  #forget: () => void = () => undefined;
  #withdraw: () => void = () => undefined;

  /** @param stream the camera's; `undefined` for a clip */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly stream: MediaStream | undefined,
    private readonly outer: AbortSignal | undefined,
  ) {
    const { signal } = this.#closing;
    this.#page = watchPage(() => this.#changeView(), signal);
    listen(video, 'ended', () => this.#end(), signal);
    listen(video, 'error', () => this.#fail('could not be decoded', video.error), signal);
    // A page that moves the preview pauses it, and so does a phone that is locked.
    if (stream) for (const type of ['pause', 'emptied']) listen(video, type, () => this.#resume(), signal);
    if (outer) {
      const abort = () => {
        this.#waiting?.reject(outer.reason);
        // Not only when the next frame is asked for: the preview is taken from its stream now.
        this.close();
      };
      listen(outer, 'abort', abort, signal);
    }
    // A clip has waited for the engine, and the page may have meddled with a preview meanwhile.
    this.#resume();
  }

  /** Resolves when the video shows a new frame, or a clip ends. Rejects as `frames` does. */
  next(): Promise<FrameTimes | 'ended'> {
    return new Promise<FrameTimes | 'ended'>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.outer?.aborted) reject(this.outer.reason);
      else if (this.video.error) this.#fail('could not be decoded', this.video.error);
      else if (this.video.ended) this.#end();
      else {
        this.#forget = onFrame(this.video, resolve);
        this.#wait();
      }
    }).finally(() => {
      this.#withdraw();
      this.#forget();
    });
  }

  close(): void {
    this.#closing.abort();
  }

  stalled(what: string, cause?: unknown): DepthproofError {
    return this.stream
      ? new DepthproofError(
          'CAMERA_LOST',
          `The camera ${what}. Ask the person to check it and start again.`,
          {
            cause,
          },
        )
      : new DepthproofError(
          'VIDEO_UNDECODABLE',
          `The video ${what}. Check that it plays in this browser; WebM and MP4 (H.264) play in most.`,
          { cause },
        );
  }

  #fail(what: string, cause?: unknown): void {
    this.#waiting?.reject(this.stalled(what, cause));
  }

  #end(): void {
    if (this.stream) after(LAST_WORD, () => this.#fail('stopped'));
    else this.#waiting?.resolve('ended');
  }

  /** A page that nobody sees gets no frames, and one that comes back needs a moment: neither is the camera's fault. */
  #wait(): void {
    this.#withdraw();
    if (this.#page.shown) this.#withdraw = after(LONGEST_STALL, () => void this.#giveUp());
  }

  #changeView(): void {
    this.#resume();
    this.#wait();
  }

  #resume(): void {
    if (this.stream && this.video.srcObject !== this.stream) this.video.srcObject = this.stream;
    else if (!this.video.paused) return;
    void this.video.play().catch(() => undefined);
  }

  /** Missing frames may be the preview's fault: the camera is lost only if a second look at it shows nothing either. */
  async #giveUp(): Promise<void> {
    const waiting = this.#waiting;
    if (!this.stream || !(await showsPicture(this.stream))) {
      // Hidden meanwhile, it could show none.
      if (!this.#page.shown) return;
      waiting?.reject(this.stalled(`gave no new frame for ${String(LONGEST_STALL / 1000)} s`));
    } else if (waiting === this.#waiting && !this.#closing.signal.aborted) {
      this.video.pause();
      this.#resume();
      this.#wait();
    }
  }
}

/** Whether a stream gives pictures to an element that nobody else touches. */
async function showsPicture(stream: MediaStream): Promise<boolean> {
  const video = document.createElement('video');
  Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
  let forget: () => void = () => undefined;
  let withdraw: () => void = () => undefined;
  try {
    return await new Promise<boolean>((resolve) => {
      withdraw = after(SECOND_LOOK, () => resolve(false));
      video.play().catch(() => resolve(false));
      // The first may be the last one of a camera that stands still.
      forget = onFrame(video, () => {
        forget = onFrame(video, () => resolve(true));
      });
    });
  } finally {
    withdraw();
    forget();
    video.srcObject = null;
  }
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
