import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FacePrior } from '../session/protocol';
import { FrameAnalyzer } from './frameAnalyzer';

/** A frame that is grey all over. */
interface Grey {
  level?: number;
  size?: readonly [width: number, height: number];
  /** Where the face is. */
  x?: number;
}

beforeEach(() => {
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      #level = 0;
      getContext() {
        return {
          drawImage: ({ level }: { level: number }) => void (this.#level = level),
          getImageData: () => ({
            data: new Uint8Array(4 * 64 * 64).fill(this.#level),
            width: 64,
            height: 64,
          }),
        };
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

/** What becomes of frames 100 ms apart. */
function steps(frames: readonly Grey[], prior?: FacePrior, takesRepeats = true): string[] {
  let at = 0;
  const found = () => ({ box: { x: at, y: 120, width: 200, height: 200, score: 0.95 }, lean: 0 });
  const analyzer = new FrameAnalyzer({ detect: () => [found()] }, { frames: 5, intervalMilliseconds: 100 });
  return frames.map(({ level = 128, size: [width, height] = [640, 480], x = 220 }, index) => {
    at = x;
    const image = { width, height, level } as unknown as ImageBitmap;
    return analyzer.analyze(image, index * 100, prior, { canStart: true, takesRepeats }).step;
  });
}

it.each([
  ['with the phone', [480, 640]],
  ['of a virtual camera that changes its resolution', [640, 360]],
] as const)('begins a window anew when the frames change their size, as those %s', (_, size) => {
  const other = { size };
  expect(steps([{}, {}, {}, other, other, other])).toEqual([
    ...['start', 'append', 'append'],
    ...['abandon', 'start', 'append'],
  ]);
});

it('takes face crops of whatever sizes into one window', () => {
  const crops = [200, 210, 190].map((side) => ({ size: [side, side] as const }));
  expect(steps(crops, 'whole-frame')).toEqual(['start', 'append', 'append']);
});

it('goes on with a window after frames that repeat the one before, where these may not join it', () => {
  const camera = [{ level: 100 }, { level: 100 }, { level: 101 }, { level: 101 }, { level: 102 }];
  expect(steps(camera, undefined, false)).toEqual(['start', 'skip', 'append', 'skip', 'append']);
  expect(steps(camera)).toEqual(['start', 'append', 'append', 'append', 'append']);
});

it('takes a frame for no repeat whose face has moved before surroundings that stand still', () => {
  expect(steps([{ x: 220 }, { x: 221 }, { x: 220 }], undefined, false)).toEqual([
    'start',
    'append',
    'append',
  ]);
});
