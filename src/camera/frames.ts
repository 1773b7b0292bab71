import { DepthproofError } from '../errors';
import type { Size } from '../geometry';
import { unlessAborted } from '../timeout';
import { fitting } from './fitting';
import { pickFrame, startCadence } from './cadence';
import { frameClock } from './frameClock';
import { FrameFeed } from './frameFeed';

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
  /** The camera's stream, which the video shows; none for a clip. */
  stream?: MediaStream | undefined;
  /** Milliseconds between the frames to take; default 100. */
  interval?: number | undefined;
  /** Longest side of the frames, px; larger ones are shrunk. Default: no limit. */
  side?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the time of every frame of the source, taken or not. */
  onTime?: ((timestamp: number) => void) | undefined;
}

/** A frame that the caller pushes: from a canvas, or from the camera of an app around the page. */
export interface PushedFrame {
  /** Never mirrored. It must stay as it is until the next frame is asked for. */
  image: Exclude<ImageBitmapSource, Blob | SVGImageElement>;
  /** When it was taken, in milliseconds by any clock. */
  timestamp: number;
}

/** Frames not yet released; beyond this limit new ones are left out, never queued. */
const inFlightLimit = 3;
/** A second of frames from the fastest cameras: more than can lie between two frames that are taken. */
const uselessLimit = 240;
/** Frames in a row, a second of them, that may fail to be copied: phones that are short of memory drop single ones. */
const failuresLimit = 10;

/**
 * Plays a video and yields its frames nearest to the cadence (see `pickFrame`). Ends when a clip ends.
 *
 * @throws {DepthproofError} `CAMERA_LOST` for a camera and `VIDEO_UNDECODABLE` for a clip, when no new frame comes while the
 * page is visible, when a camera ends, or when a clip does not decode; also when frame after frame cannot be copied. An abort
 * throws `signal.reason`.
 */
export async function* frames(
  video: HTMLVideoElement,
  options: FramesOptions = {},
): AsyncGenerator<Frame, void, void> {
  const feed = new FrameFeed(video, options.stream, options.signal);
  try {
    yield* sample(shown(video, feed), options, (what, cause) => feed.stalled(what, cause));
  } finally {
    feed.close();
  }
}

/**
 * Yields the pushed frames nearest to the cadence. Ends when the caller's iteration does, and throws what it throws.
 *
 * @throws {DepthproofError} `VIDEO_UNDECODABLE` when frame after frame cannot be copied. An abort throws `signal.reason`.
 */
export async function* pushedFrames(
  pushed: AsyncIterable<PushedFrame>,
  options: FramesOptions = {},
): AsyncGenerator<Frame, void, void> {
  yield* sample(
    given(pushed, options.signal),
    options,
    (what, cause) =>
      new DepthproofError(
        'VIDEO_UNDECODABLE',
        `The source ${what}. Push frames that this browser can draw, each with a later timestamp than the one before.`,
        {
          cause,
        },
      ),
  );
}

/** A frame that the source offers. */
interface Picture {
  image: PushedFrame['image'];
  /** `undefined` for one without a time, which must be left out. */
  timestamp: number | undefined;
}

async function* shown(video: HTMLVideoElement, feed: FrameFeed): AsyncGenerator<Picture, void, void> {
  const timestampOf = frameClock();
  for (;;) {
    const times = await feed.next();
    if (times === 'ended') return;
    // A preview whose stream was taken away for a moment, or whose page is hidden: Firefox shows it a frame every few seconds.
    if (video.videoWidth === 0 || video.ownerDocument.hidden) continue;
    yield { image: video, timestamp: timestampOf(times) };
  }
}

async function* given(
  pushed: AsyncIterable<PushedFrame>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Picture, void, void> {
  const iterator = pushed[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessAborted(iterator.next(), signal);
      if (next.done) return;
      const { image, timestamp } = next.value;
      yield { image, timestamp: Number.isFinite(timestamp) ? timestamp : undefined };
    }
  } finally {
    void iterator.return?.();
  }
}

/** Rejects also where a page pushes no picture at all. */
async function copyOf(image: PushedFrame['image'], side: number): Promise<ImageBitmap> {
  return createImageBitmap(image, fitting(sizeOf(image), side));
}

function sizeOf(image: PushedFrame['image']): Size {
  if ('displayWidth' in image) return { width: image.displayWidth, height: image.displayHeight };
  // The others of an <img> are those in which the page shows it.
  if ('naturalWidth' in image) return { width: image.naturalWidth, height: image.naturalHeight };
  if ('videoWidth' in image) return { width: image.videoWidth, height: image.videoHeight };
  return { width: image.width, height: image.height };
}

async function* sample(
  pictures: AsyncIterable<Picture>,
  { interval = 100, side = Infinity, onTime }: FramesOptions,
  broken: (what: string, cause?: unknown) => DepthproofError,
): AsyncGenerator<Frame, void, void> {
  let cadence = startCadence(interval);
  let inFlight = 0;
  /** Frames in a row that were not taken although there was room, or had no timestamp. */
  let useless = 0;
  /** Frames in a row that could not be copied, and why the last one could not. */
  let failures = 0;
  let failure: unknown;
  let copied = false;

  for await (const { image: picture, timestamp } of pictures) {
    const room = inFlight < inFlightLimit;
    const pick = timestamp === undefined ? undefined : pickFrame(cadence, timestamp, room);
    useless = pick?.take || !room ? 0 : useless + 1;
    if (useless > uselessLimit) throw broken('gave frames whose times stand still');
    if (timestamp === undefined || !pick) continue;
    cadence = pick.cadence;
    onTime?.(timestamp);
    if (!pick.take) continue;

    const image = await copyOf(picture, side).catch((cause: unknown) => {
      failures += 1;
      failure = cause;
      // No copy of what is no picture will ever succeed.
      if (failures > failuresLimit || cause instanceof TypeError)
        throw broken('gave frames that the browser could not copy', cause);
    });
    if (!image) continue;
    failures = 0;
    copied = true;
    inFlight += 1;
    let held = true;
    const release = () => {
      if (held) inFlight -= 1;
      held = false;
    };
    yield { image, timestamp, release };
  }
  if (failures > 0 && !copied) throw broken('gave frames that the browser could not copy', failure);
}
