import { beyondEnd } from '../manifest/frameRange';
import type { Clip } from '../records';
import type { ClipFrame } from './runClip';

/** Milliseconds for one seek, after which the browser counts as stuck. */
const SEEK_LIMIT = 10_000;
/** Times to ask again for a frame that lags behind its seek or is not there yet. */
const LAG_LIMIT = 20;
/** The same where the frame of the seek before is still shown: a busy machine takes long, and it would count twice. */
const STALE_LIMIT = 200;
/** Gaps between frames from which the clip's frame interval is taken. */
const PROBED_GAPS = 3;
/** Seconds between two looks for a new frame: no more than 240 frames a second are told apart. */
const FINEST = 1 / 240;

/**
 * Yields a video's frames at the product's cadence, decoded by this browser. It seeks from one to the next, so speed does
 * not matter. In clips of a constant frame rate these are the frames that `pickFrame` takes; ranges (start, end) are
 * counted at that rate.
 *
 * @param url of the video, readable by this page
 * @param interval milliseconds between the frames to take
 * @param onProgress share of the clip that is done, 0 to 1
 * @throws {RangeError} if it ends before its range
 * @throws {Error} if this browser cannot decode it; the messages are for a person
 */
export async function* videoFrames(
  url: string,
  { start: first = 0, end }: Pick<Clip, 'start' | 'end'>,
  interval: number,
  onProgress: (share: number) => void = () => undefined,
): AsyncGenerator<ClipFrame, void, void> {
  const video = await open(url);
  try {
    const { origin, gap } = await frameTimes(video);
    // Rounding cannot reach a neighbour from the middle of a frame's time.
    const middle = (frame: number) => origin + (frame + 0.5) * gap;
    const frames = Math.round((video.duration - origin) / gap);
    // The length that a recorder states may leave the last frame out.
    const beyond = Math.max(first, end ?? 0) > frames ? beyondEnd({ start: first, end }, frames) : undefined;
    if (beyond !== undefined) throw new RangeError(beyond);
    const last = Math.min(end ?? Infinity, frames - 1);
    const step = interval / 1000 / gap;
    let before = -1;
    let shown: number | undefined;
    let isHeld = false;
    for (let taken = 0; ; taken++) {
      // It takes the frame nearest to the grid, the earlier one of two that are equally near.
      const frame = first + Math.max(0, Math.ceil(taken * step - 0.5 - 1e-6));
      if (frame > last) return;
      if (frame === before) continue;
      before = frame;
      // A frame that has been waited for in vain is held longer than others, or until the sound ends: it is no longer stale.
      const taking = await frameAt(video, middle(frame), gap, isHeld ? undefined : shown);
      isHeld = taking.time === shown;
      if (isHeld) taking.image.close();
      else yield taking;
      shown = taking.time;
      onProgress((frame - first + 1) / (last - first + 1));
    }
  } finally {
    video.removeAttribute('src');
    video.load();
  }
}

async function open(url: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.src = url;
  await happens(video, 'loadeddata');
  if (!Number.isFinite(video.duration)) {
    // A recording of MediaRecorder states its length only after a seek to its end.
    video.currentTime = Number.MAX_SAFE_INTEGER;
    await happens(video, 'seeked');
  }
  if (!Number.isFinite(video.duration) || video.videoWidth === 0)
    throw new Error('This is no video with an end.');
  return video;
}

/** Returns the time of the first frame and the median gap between frames, in seconds. */
async function frameTimes(video: HTMLVideoElement): Promise<{ origin: number; gap: number }> {
  const times: number[] = [];
  for (let time = 0; times.length <= PROBED_GAPS && time < video.duration; time += FINEST) {
    (await seek(video, time)).close();
    await pause();
    const frame = await shownFrame(video);
    const shown = frame.timestamp / 1e6;
    frame.close();
    if (shown !== times.at(-1)) times.push(shown);
    // Some recordings begin late on their own clock: nothing lies before the first frame.
    time = Math.max(time, shown);
  }
  const [origin] = times;
  if (origin === undefined) throw new Error('The video has no frame.');
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const gap = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? video.duration;
  return { origin, gap: nearestRate(gap) };
}

/** Containers round frame times to milliseconds, which adds up over a clip: a gap near a usual rate becomes that rate's. */
function nearestRate(gap: number): number {
  const rates = [10, 12, 12.5, 15, 20, 24000 / 1001, 24, 25, 30000 / 1001, 30, 50, 60000 / 1001, 60];
  const rate = rates.find((candidate) => Math.abs(1 / candidate - gap) < 0.0006);
  return rate === undefined ? gap : 1 / rate;
}

/** @param before time of the frame before, ms */
async function frameAt(
  video: HTMLVideoElement,
  time: number,
  gap: number,
  before: number | undefined,
): Promise<ClipFrame> {
  let frame = await seek(video, time);
  try {
    for (let tries = 0; Math.abs(frame.timestamp / 1e6 + gap / 2 - time) > gap; tries++) {
      if (tries >= (frame.timestamp / 1e3 === before ? STALE_LIMIT : LAG_LIMIT)) break;
      frame.close();
      await pause();
      frame = await shownFrame(video);
    }
    return { image: await createImageBitmap(frame), time: frame.timestamp / 1e3 };
  } finally {
    frame.close();
  }
}

async function seek(video: HTMLVideoElement, time: number): Promise<VideoFrame> {
  video.currentTime = time;
  await happens(video, 'seeked');
  return shownFrame(video);
}

/** Returns the frame that the video shows. On a busy machine it comes a moment after the event that announces it. */
async function shownFrame(video: HTMLVideoElement): Promise<VideoFrame> {
  for (let tries = 0; ; tries++) {
    try {
      return new VideoFrame(video);
    } catch (error) {
      if (tries === LAG_LIMIT) throw error;
    }
    await pause();
  }
}

/** Waits a moment: now and then a frame lags behind the event that announces it. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

function happens(video: HTMLVideoElement, type: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    const { signal } = listening;
    const end = (settle: () => void) => {
      listening.abort();
      clearTimeout(timer);
      settle();
    };
    const fail = () => end(() => reject(new Error('This browser cannot decode the video.')));
    const timer = setTimeout(fail, SEEK_LIMIT);
    video.addEventListener(type, () => end(resolve), { signal });
    video.addEventListener('error', fail, { signal });
  });
}
