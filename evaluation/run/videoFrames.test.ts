import { afterEach, expect, it, vi } from 'vitest';
import { videoFrames } from './videoFrames';

/** A video of so many frames at 10 a second, as a browser plays it; the sound may go on after the last one. */
class Video extends EventTarget {
  readonly videoWidth = 64;
  #time = 0;

  constructor(
    readonly frames: number,
    readonly duration: number,
  ) {
    super();
  }

  set src(_: string) {
    queueMicrotask(() => this.dispatchEvent(new Event('loadeddata')));
  }

  set currentTime(time: number) {
    this.#time = time;
    queueMicrotask(() => this.dispatchEvent(new Event('seeked')));
  }

  /** Time of the frame that is shown, in microseconds. */
  get shown(): number {
    return 1e5 * Math.min(Math.floor(10 * this.#time + 1e-9), this.frames - 1);
  }

  removeAttribute = () => undefined;
  load = () => undefined;
}

async function timesOf(frames: number, duration: number, range = {}): Promise<number[]> {
  vi.stubGlobal('document', { createElement: () => new Video(frames, duration) });
  vi.stubGlobal(
    'VideoFrame',
    class {
      readonly timestamp: number;
      close = () => undefined;
      constructor(video: Video) {
        this.timestamp = video.shown;
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

it('takes no frame twice where the sound goes on after the last one', async () => {
  expect(await timesOf(5, 0.6)).toEqual([0, 100, 200, 300, 400]);
});
