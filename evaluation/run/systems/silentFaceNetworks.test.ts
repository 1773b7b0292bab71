import { describe, expect, it } from 'vitest';
import { expandBox } from './silentFaceNetworks';

const frame = { width: 640, height: 480 };

describe('expandBox', () => {
  it('grows about the centre', () => {
    expect(expandBox({ x: 300, y: 200, width: 40, height: 50 }, frame, 2)).toEqual({
      x: 280,
      y: 175,
      width: 81,
      height: 101,
    });
  });

  it('stops at the frame and shifts inside', () => {
    // 479 / 200 = 2.395 is the most that fits; the width is 479 then.
    const { x, y, width, height } = expandBox({ x: 0, y: 250, width: 200, height: 200 }, frame, 4);
    expect([x, y, width, height]).toEqual([0, 0, 480, 480]);
  });

  it('never leaves the frame', () => {
    for (const x of [0, 123, 560]) {
      for (const scale of [2.7, 4]) {
        const box = expandBox({ x, y: x / 2, width: 77, height: 91 }, frame, scale);
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(frame.width);
        expect(box.y + box.height).toBeLessThanOrEqual(frame.height);
      }
    }
  });
});
