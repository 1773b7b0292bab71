import { expect, it, vi } from 'vitest';
import { servedPictures } from './servedFrames';

it('names the picture that the server could not read', async () => {
  const options = { count: 3, interval: 100, cadence: 100 };
  vi.stubGlobal('createImageBitmap', vi.fn());
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  try {
    await expect(servedPictures('/clips/0/', options).next()).rejects.toThrow(
      'picture 1 of 3 cannot be read',
    );
  } finally {
    vi.unstubAllGlobals();
  }
});
