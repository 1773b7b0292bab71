import { describe, expect, it } from 'vitest';
import { contextSquare, faceSquare } from './crop';

const frame = { width: 640, height: 480 };
const box = (x: number, y: number, width: number, height = width) => ({ x, y, width, height, score: 1 });

describe('faceSquare', () => {
  it('is centred on the box, 1.4 times its longer side', () => {
    expect(faceSquare(box(300, 200, 80, 100), frame)).toEqual({ x: 270, y: 180, side: 140 });
  });

  it('takes its scale from the caller', () => {
    expect(faceSquare(box(300, 200, 100), frame, 2)).toEqual({ x: 250, y: 150, side: 200 });
  });
});

describe('contextSquare', () => {
  it('is centred on the box, 3 times its longer side', () => {
    expect(contextSquare(box(270, 190, 100), frame)).toEqual({ x: 170, y: 90, side: 300 });
  });

  it.each([
    ['top left', box(0, 0, 100), { x: 0, y: 0, side: 300 }],
    ['bottom right', box(540, 380, 100), { x: 340, y: 180, side: 300 }],
  ])('is shifted inside at the %s', (_, face, square) => {
    expect(contextSquare(face, frame)).toEqual(square);
  });

  it('is shrunk to the frame where the frame is too small', () => {
    expect(contextSquare(box(300, 100, 200), frame)).toEqual({ x: 160, y: 0, side: 480 });
    expect(contextSquare(box(100, 300, 200), { width: 480, height: 640 })).toEqual({
      x: 0,
      y: 160,
      side: 480,
    });
  });
});
