import { describe, expect, it } from 'vitest';
import type { FaceBox } from '../face/face';
import { WindowAssembler, type WindowStep } from './windowAssembler';

const cadence = { frames: 5, intervalMilliseconds: 100 };

function box(x = 200, side = 160): FaceBox {
  return { x, y: 120, width: side, height: side, score: 0.9 };
}

/** Steps for a series of [timestamp, box]. */
function run(frames: readonly (readonly [number, FaceBox | undefined])[]): WindowStep[] {
  const assembler = new WindowAssembler(cadence);
  return frames.map(([timestamp, face]) => assembler.add(timestamp, face));
}

describe('WindowAssembler', () => {
  it('fills one window after the other from a steady face', () => {
    const steps = run(Array.from({ length: 11 }, (_, index) => [index * 100, box()] as const));
    const window: WindowStep[] = ['start', 'append', 'append', 'append', 'append'];
    expect(steps).toEqual([...window, ...window, 'start']);
  });

  it.each([
    [25, [0, 80, 200, 280, 400]],
    [15, [0, 67, 200, 267, 400]],
    [7.5, [0, 133, 267, 400, 533]],
    [5, [0, 200, 400, 600, 800]],
    [4, [0, 250, 500, 750, 1000]],
  ])('takes the uneven steps of a camera with %f frames a second', (_, timestamps) => {
    expect(run(timestamps.map((timestamp) => [timestamp, box()] as const)).slice(1)).toEqual(
      new Array<WindowStep>(4).fill('append'),
    );
  });

  it('skips a frame that comes too soon, also right after a whole window', () => {
    expect(run([0, 100, 140, 200].map((t) => [t, box()] as const))).toEqual([
      'start',
      'append',
      'skip',
      'append',
    ]);
    expect(run([0, 100, 200, 300, 400, 430].map((t) => [t, box()] as const)).at(-1)).toBe('skip');
  });

  it.each([
    ['comes after a gap', 701, box()],
    ['is from before, as in a clip that loops', 0, box()],
    ['shows a face that jumped', 200, box(400)],
  ])('starts none, where none may start, with a frame that %s', (_, timestamp, face) => {
    const assembler = new WindowAssembler(cadence);
    expect(assembler.add(10, box(), true)).toBe('start');
    expect(assembler.add(110, box(), false)).toBe('append');
    expect(assembler.add(timestamp, face, false)).toBe('abandon');
    expect(assembler.frames).toBe(0);
    expect(assembler.add(timestamp + 100, face, true)).toBe('start');
  });

  it('starts anew after a gap, and when a clip loops', () => {
    expect(run([0, 100, 401, 500].map((t) => [t, box()] as const))).toEqual([
      'start',
      'append',
      'start',
      'append',
    ]);
    expect(run([3800, 3900, 0, 100].map((t) => [t, box()] as const))).toEqual([
      'start',
      'append',
      'start',
      'append',
    ]);
  });

  it('starts anew when the box jumps or changes its size, but not when it drifts', () => {
    expect(
      run([
        [0, box(200)],
        [100, box(260)],
      ]),
    ).toEqual(['start', 'start']);
    expect(
      run([
        [0, box(200, 160)],
        [100, box(200, 220)],
      ]),
    ).toEqual(['start', 'start']);
    expect(
      run([
        [0, box(200)],
        [100, box(220)],
        [200, box(240)],
      ]),
    ).toEqual(['start', 'append', 'append']);
  });

  it('measures drift from where the window began, since the crop stays there', () => {
    expect(
      run([
        [0, box(200)],
        [100, box(230)],
        [200, box(260)],
      ]),
    ).toEqual(['start', 'append', 'start']);
  });

  it('abandons the window with a lost face', () => {
    expect(
      run([
        [0, box()],
        [100, undefined],
        [200, box()],
      ]),
    ).toEqual(['start', 'abandon', 'start']);
  });
});
