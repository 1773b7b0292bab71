import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FacePrior } from '../session/protocol';
import { FrameAnalyzer } from './frameAnalyzer';

beforeEach(() => {
  // Without pixels a frame has neither light nor sharpness, which then raise no hint.
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => null;
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

/** What becomes of frames of these sizes, 100 ms apart, in all of which the face has the same box. */
function steps(sizes: readonly (readonly [number, number])[], prior?: FacePrior): string[] {
  const lean = 0;
  const box = { x: 220, y: 120, width: 200, height: 200, score: 0.95 };
  const analyzer = new FrameAnalyzer(
    { detect: () => [{ box, lean }] },
    { frames: 5, intervalMilliseconds: 100 },
  );
  return sizes.map(([width, height], index) => {
    const image = { width, height } as ImageBitmap;
    return analyzer.analyze(image, index * 100, prior, true).step;
  });
}

it.each([
  ['with the phone', [480, 640]],
  ['of a virtual camera that changes its resolution', [640, 360]],
] as const)('begins a window anew when the frames change their size, as those %s', (_, size) => {
  expect(steps([[640, 480], [640, 480], [640, 480], size, size, size])).toEqual([
    ...['start', 'append', 'append'],
    ...['abandon', 'start', 'append'],
  ]);
});

it('takes face crops of whatever sizes into one window', () => {
  expect(
    steps(
      [
        [200, 200],
        [210, 205],
        [190, 195],
      ],
      'whole-frame',
    ),
  ).toEqual(['start', 'append', 'append']);
});
