import { afterEach, expect, it, vi } from 'vitest';
import { rules as sessionRules } from '../../src/session/testing/scoredWindow';
import { clipRecord, rules as evidence } from '../testing/records';
import type { Product } from './product';
import { runClip } from './runClip';

interface Size {
  width: number;
  height: number;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('gives the product the middle square of a face crop, be it a picture or a frame of a video', async () => {
  const picture = ({ width, height }: Size) => ({ width, height, close: () => undefined });
  const made = vi.fn((image: Size, x?: unknown, y?: unknown, width?: number, height?: number) =>
    Promise.resolve(picture(width && height ? { width, height } : image)),
  );
  vi.stubGlobal('createImageBitmap', made);
  const seen: Size[] = [];
  const product = {
    push: (image: Size, timestamp: number) => {
      seen.push(image);
      return Promise.resolve({ observed: { timestamp, faces: 0, gathered: 0 } });
    },
    end: () => Promise.resolve(),
  } as unknown as Product;
  const options = { product, systems: [], frames: 5, side: 640, rules: { ...sessionRules, evidence } };
  const frames = () =>
    (async function* () {
      yield await Promise.resolve({ image: picture({ width: 80, height: 60 }), time: 0 });
    })();
  const { clip } = clipRecord({ id: 'a.mp4', label: 'live' });
  await runClip(clip, frames(), { ...options, crops: false });
  await runClip(clip, frames(), { ...options, crops: true });
  expect(seen).toMatchObject([
    { width: 80, height: 60 },
    { width: 60, height: 60 },
  ]);
  expect(made.mock.calls.find((call) => call.length > 2)?.slice(1, 5)).toEqual([10, 0, 60, 60]);
});
