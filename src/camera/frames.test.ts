import { afterEach, expect, it, vi } from 'vitest';
import { frames, pushedFrames, type PushedFrame } from './frames';

afterEach(() => vi.unstubAllGlobals());

async function* pushing(...frames: { image: object; timestamp: number }[]) {
  for (const { image, timestamp } of frames)
    yield await Promise.resolve({ image: image as PushedFrame['image'], timestamp });
}

/** The options with which a pushed picture is copied. */
async function copied(image: object): Promise<unknown> {
  const copy = vi.fn(() => Promise.resolve({}));
  vi.stubGlobal('createImageBitmap', copy);
  for await (const { release } of pushedFrames(pushing({ image, timestamp: 0 }), { side: 640 })) release();
  return (copy.mock.calls as unknown[][])[0]?.[1];
}

it('shrinks an <img> by the size of its picture, whatever size the page shows it in', async () => {
  const shrunk = { resizeWidth: 640, resizeHeight: 360, resizeQuality: 'high' };
  const picture = { naturalWidth: 1280, naturalHeight: 720 };
  expect(await copied({ width: 1280, height: 720 })).toEqual(shrunk);
  expect(await copied({ ...picture, width: 800, height: 800 })).toEqual(shrunk);
  expect(await copied({ ...picture, width: 160, height: 90 })).toEqual(shrunk);
});

it('leaves out pushed frames without a time, be it the first one', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({}));
  const times = [NaN, 0, NaN, 100, 200, NaN, NaN, 300];
  const taken: number[] = [];
  for await (const { timestamp, release } of pushedFrames(
    pushing(...times.map((timestamp) => ({ image: {}, timestamp }))),
  )) {
    taken.push(timestamp);
    release();
  }
  expect(taken).toEqual([0, 100, 200, 300]);
});

it.each([undefined, null, {}])('names a pushed frame whose picture is %j', async (image) => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new TypeError('no picture')));
  const taken = pushedFrames(pushing({ image: image as object, timestamp: 0 }));
  await expect(taken.next()).rejects.toMatchObject({ code: 'VIDEO_UNDECODABLE' });
});

/** Pushes a frame every 100 ms, of which the browser fails to copy those that `fails` names. Returns the times of the others. */
async function copiedBut(fails: (frame: number) => boolean, length = 25): Promise<number[]> {
  let copies = 0;
  const copy = () =>
    fails(copies++) ? Promise.reject(new DOMException('', 'InvalidStateError')) : Promise.resolve({});
  vi.stubGlobal('createImageBitmap', copy);
  const times = Array.from({ length }, (_, frame) => frame * 100);
  const taken: number[] = [];
  for await (const { timestamp, release } of pushedFrames(
    pushing(...times.map((timestamp) => ({ image: {}, timestamp }))),
  )) {
    taken.push(timestamp);
    release();
  }
  return taken;
}

it('leaves out frames that the browser fails to copy, and ends only after a second without one that it copies', async () => {
  expect(await copiedBut((frame) => frame === 2)).toHaveLength(24);
  expect(await copiedBut((frame) => frame % 11 > 0)).toEqual([0, 1100, 2200]);
  await expect(copiedBut((frame) => frame % 12 > 0)).rejects.toMatchObject({ code: 'VIDEO_UNDECODABLE' });
  await expect(copiedBut(() => true, 8)).rejects.toMatchObject({ code: 'VIDEO_UNDECODABLE' });
});

it.each([
  [30, 280],
  [25, 280],
])(
  'takes no frame too late for a window where there was no room for it: of %i fps, where each costs %i ms',
  async (rate, cost) => {
    vi.stubGlobal('createImageBitmap', () => Promise.resolve({}));
    let now = 0;
    let idleFrom = 0;
    const inFlight: { until: number; release: () => void }[] = [];
    async function* camera() {
      for (let frame = 0; frame < 300; frame++) {
        now = (frame * 1000) / rate;
        while (inFlight[0] && inFlight[0].until <= now) inFlight.shift()?.release();
        yield await Promise.resolve({ image: {} as PushedFrame['image'], timestamp: now });
      }
    }
    const taken: number[] = [];
    for await (const { timestamp, release } of pushedFrames(camera())) {
      taken.push(timestamp);
      idleFrom = Math.max(idleFrom, now) + cost;
      inFlight.push({ until: idleFrom, release });
    }
    const gaps = taken.slice(1).map((timestamp, index) => timestamp - (taken[index] ?? NaN));
    expect(Math.max(...gaps)).toBeLessThan(300.1);
  },
);

it('takes no frame of a hidden page, to which Firefox shows one every few seconds', async () => {
  const page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({}));
  let frame = 0;
  const hiddenAt = new Set([3, 4]);
  const video = Object.assign(new EventTarget(), {
    ownerDocument: page,
    videoWidth: 640,
    videoHeight: 480,
    requestVideoFrameCallback(callback: VideoFrameRequestCallback) {
      page.hidden = hiddenAt.has(++frame);
      queueMicrotask(() => callback(0, { mediaTime: frame } as VideoFrameCallbackMetadata));
      return frame;
    },
    cancelVideoFrameCallback: () => undefined,
  });
  const taken: number[] = [];
  for await (const { timestamp, release } of frames(video as unknown as HTMLVideoElement)) {
    taken.push(timestamp / 1000);
    release();
    if (timestamp >= 6000) break;
  }
  expect(taken).toEqual([2, 5, 6]);
});
