import { describe, expect, it } from 'vitest';
import { cropPart } from './crop';

const frame = { width: 640, height: 480 };
const box = (x: number, y: number, width: number, height = width) => ({ x, y, width, height, score: 1 });

describe('a crop that is cut off', () => {
  const cut = (scale: number) => ({ scale, fit: 'cut' as const });

  it("is a square on the box's centre, a multiple of its longer side", () => {
    expect(cropPart(box(300, 200, 80, 100), frame, cut(1.4))).toEqual({
      x: 270,
      y: 180,
      width: 140,
      height: 140,
    });
  });

  it.each([
    ['top left', box(0, 0, 100), { x: 0, y: 0, width: 300, height: 300 }],
    ['bottom right', box(540, 380, 100), { x: 340, y: 180, width: 300, height: 300 }],
  ])('is shifted inside at the %s', (_, face, part) => {
    expect(cropPart(face, frame, cut(3))).toEqual(part);
  });

  it('ends with the frame only where the frame does', () => {
    expect(cropPart(box(300, 100, 200), frame, cut(3))).toEqual({ x: 40, y: 0, width: 600, height: 480 });
    expect(cropPart(box(100, 300, 200), { width: 480, height: 640 }, cut(3))).toEqual({
      x: 0,
      y: 40,
      width: 480,
      height: 600,
    });
    expect(cropPart(box(300, 100, 250), frame, cut(3))).toEqual({ x: 0, y: 0, width: 640, height: 480 });
  });
});

describe('a crop that shrinks', () => {
  const shrink = { scale: 4, fit: 'shrink' as const };

  // As in training/tests/test_texture_crops.py.
  it('has the shape of the box', () => {
    expect(cropPart(box(280, 200, 80, 100), frame, shrink)).toEqual({
      x: 160,
      y: 50,
      width: 320,
      height: 400,
    });
  });

  it('takes a smaller scale in a small frame, and keeps its shape', () => {
    const part = cropPart(box(300, 100, 200, 240), frame, shrink);
    expect(part.height).toBeCloseTo(479);
    expect(part.width / part.height).toBeCloseTo(200 / 240);
  });

  it('is shifted inside', () => {
    expect(cropPart(box(0, 0, 50), frame, shrink)).toEqual({ x: 0, y: 0, width: 200, height: 200 });
    expect(cropPart(box(590, 430, 50), frame, shrink)).toEqual({ x: 439, y: 279, width: 200, height: 200 });
  });
});
