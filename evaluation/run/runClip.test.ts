import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FacePrior } from '../../src/session/protocol';
import { rules as sessionRules, scoredWindow } from '../../src/session/testing/scoredWindow';
import type { Clip } from '../records';
import { clipRecord, rules as evidence } from '../testing/records';
import type { ClipFrame } from './runClip';
import type { Product } from './product';
import { runClip } from './runClip';

interface Size {
  width: number;
  height: number;
}

vi.mock('../../src/face/turn', () => ({
  turnedImage: (image: Size, turn: number) =>
    turn % 2 === 0 ? image : picture({ width: image.height, height: image.width }),
}));
vi.mock('./framePictures', () => ({
  FramePictures: class {
    take = () => Promise.resolve();
    of = () => Promise.resolve([]);
  },
}));

const picture = ({ width, height }: Size) => ({ width, height, close: () => undefined });

/** Returns frames of 80 x 60 px at these times. */
async function* framesAt(...times: number[]): AsyncGenerator<ClipFrame, void, void> {
  for (const time of times)
    yield await Promise.resolve({
      image: picture({ width: 80, height: 60 }),
      time,
    });
}

/** Returns the options of a run whose product answers as `push` does. */
const optionsOf = (push: (...given: Parameters<Product['push']>) => object) => ({
  product: {
    push: (...given: Parameters<Product['push']>) => Promise.resolve(push(...given)),
    end: () => Promise.resolve(),
  } as unknown as Product,
  systems: [],
  frames: 5,
  side: 640,
  rules: { ...sessionRules, evidence },
  crops: false,
});

const clipOf = (more: Partial<Clip> = {}) => clipRecord({ id: 'a.mp4', label: 'live', ...more }).clip;

beforeEach(() => {
  vi.stubGlobal('createImageBitmap', (image: Size) => Promise.resolve(picture(image)));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('gives the product the middle square of a face crop, be it a picture or a frame of a video', async () => {
  const made = vi.fn((image: Size, x?: unknown, y?: unknown, width?: number, height?: number) =>
    Promise.resolve(picture(width && height ? { width, height } : image)),
  );
  vi.stubGlobal('createImageBitmap', made);
  const seen: Size[] = [];
  const options = optionsOf((image, timestamp) => {
    seen.push(image);
    return { observed: { timestamp, faces: 0, turn: 0, gathered: 0 } };
  });
  await runClip(clipOf(), framesAt(0), options);
  await runClip(clipOf(), framesAt(0), { ...options, crops: true });
  expect(seen).toMatchObject([
    { width: 80, height: 60 },
    { width: 60, height: 60 },
  ]);
  expect(made.mock.calls.find((call) => call.length > 2)?.slice(1, 5)).toEqual([10, 0, 60, 60]);
});

it('lets the product turn a clip that lies on its side, and sees it as the product does', async () => {
  const priors: (FacePrior | undefined)[] = [];
  const face = { x: 20, y: 10, width: 30, height: 40, score: 0.9 };
  const options = {
    ...optionsOf((_, timestamp, __, prior) => {
      priors.push(prior);
      return { observed: { timestamp, faces: 1, face, turn: 1, gathered: 0 } };
    }),
    systems: [{ key: 'width', name: '', about: '', score: ({ width }: Size) => width }],
  };
  const { record } = await runClip(clipOf(), framesAt(0), options);
  expect(record).toMatchObject({
    width: 60,
    height: 80,
    frames: [{ turn: 1, box: [20, 10, 30, 40], scores: { width: 60 } }],
  });
  await runClip(clipOf({ face: { x: 5, y: 6, width: 0, height: 0 } }), framesAt(0), options);
  expect(priors).toEqual([undefined, { at: { x: 5, y: 6 } }]);
});

it('tells the frames of a clip apart whose times begin anew, as where recordings were joined', async () => {
  let frames = 0;
  const options = optionsOf((_, timestamp) => {
    frames += 1;
    const observed = { timestamp, faces: 1, turn: 0, gathered: frames === 4 ? 5 : 0 };
    const screen = { ...scoredWindow(0, 0.01), endTime: 100, texture: { frame: 1, screen: 9 } };
    const shown = [0, 100].map((time) => ({ timestamp: time, parts: {} }));
    return frames === 4
      ? { observed, window: { ...screen, evidence: { texture: -3 }, frames: shown } }
      : { observed };
  });
  const { record } = await runClip(clipOf(), framesAt(0, 100, 0, 100), options);
  expect(record.windows).toMatchObject([{ first: 2, last: 3 }]);
  expect(record.verdict?.reasons).toMatchObject([{ code: 'screen-texture', shown: { window: 0, frame: 3 } }]);
});
