import { afterEach, expect, it, vi } from 'vitest';
import { videoFrames } from './videoFrames';

/**
 * A video of so many frames at 10 a second, as a browser plays it; the sound may go on after the last one. `origin`: time of the
 * first frame, s.
 */
class Video extends EventTarget {
  readonly videoWidth = 64;
  seeks = 0;
  #time = 0;

  constructor(
    readonly frames: number,
    readonly duration: number,
    readonly origin: number,
  ) {
    super();
  }

  set src(_: string) {
    queueMicrotask(() => this.dispatchEvent(new Event('loadeddata')));
  }

  set currentTime(time: number) {
    this.seeks += 1;
    this.#time = time;
    queueMicrotask(() => this.dispatchEvent(new Event('seeked')));
  }

  /** Time of the frame that is shown, in microseconds. */
  get shown(): number {
    const frame = Math.floor(10 * (this.#time - this.origin) + 1e-9);
    return 1e6 * this.origin + 1e5 * Math.max(0, Math.min(frame, this.frames - 1));
  }

  removeAttribute = () => undefined;
  load = () => undefined;
}

let video: Video;
let looks: number;

async function timesOf(frames: number, duration: number, range = {}, origin = 0): Promise<number[]> {
  video = new Video(frames, duration, origin);
  looks = 0;
  vi.stubGlobal('document', { createElement: () => video });
  vi.stubGlobal(
    'VideoFrame',
    class {
      readonly timestamp: number;
      close = () => undefined;
      constructor(video: Video) {
        this.timestamp = video.shown;
        looks += 1;
      }
    },
  );
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ close: () => undefined }));
  const times: number[] = [];
  for await (const { time } of videoFrames('', range, 100)) times.push(time);
  return times;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('yields the frames of a range', async () => {
  expect(await timesOf(5, 0.5)).toEqual([0, 100, 200, 300, 400]);
  expect(await timesOf(5, 0.5, { start: 2, end: 4 })).toEqual([200, 300, 400]);
});

it('refuses a range beyond the end, as the command does', async () => {
  const said = 'the range ends at frame 9, but the clip has only frames 0 to 4';
  await expect(timesOf(5, 0.5, { start: 2, end: 9 })).rejects.toThrow(said);
  await expect(timesOf(5, 0.5, { start: 9 })).rejects.toThrow(said);
});

it('takes a range to the last frame where the length that a recorder states leaves that frame out', async () => {
  expect(await timesOf(5, 0.4, { start: 2, end: 4 })).toContain(300);
});

it('takes no frame twice where the sound goes on after the last one, and waits for the next one only once', async () => {
  expect(await timesOf(5, 1)).toEqual([0, 100, 200, 300, 400]);
  expect(looks).toBeLessThan(500);
});

it('does not look for frames before the first one of a recording that begins late', async () => {
  expect(await timesOf(5, 5.5, {}, 5)).toEqual([5000, 5100, 5200, 5300, 5400]);
  const late = video.seeks;
  await timesOf(5, 0.5);
  expect(late).toBeLessThan(video.seeks + 10);
});
