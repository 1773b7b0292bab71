import { afterEach, expect, it, vi } from 'vitest';
import { pushedFrames, type PushedFrame } from './frames';

afterEach(() => vi.unstubAllGlobals());

/** The options with which a pushed picture is copied. */
async function copied(image: object): Promise<unknown> {
  const copy = vi.fn(() => Promise.resolve({}));
  vi.stubGlobal('createImageBitmap', copy);
  async function* pushed() {
    yield await Promise.resolve({ image: image as PushedFrame['image'], timestamp: 0 });
  }
  for await (const { release } of pushedFrames(pushed(), { side: 640 })) release();
  return (copy.mock.calls as unknown[][])[0]?.[1];
}

it('shrinks an <img> by the size of its picture, whatever size the page shows it in', async () => {
  const shrunk = { resizeWidth: 640, resizeHeight: 360, resizeQuality: 'high' };
  const picture = { naturalWidth: 1280, naturalHeight: 720 };
  expect(await copied({ width: 1280, height: 720 })).toEqual(shrunk);
  expect(await copied({ ...picture, width: 800, height: 800 })).toEqual(shrunk);
  expect(await copied({ ...picture, width: 160, height: 90 })).toEqual(shrunk);
});
