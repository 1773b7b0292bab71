import { describe, expect, it } from 'vitest';
import { contextCrop, faceCrop } from './crop';

const frame = { width: 640, height: 480 };
const box = (x: number, y: number, width: number, height = width) => ({ x, y, width, height, score: 1 });

describe('faceCrop', () => {
  it('is centred on the box, 1.4 times its longer side', () => {
    expect(faceCrop(box(300, 200, 80, 100), frame)).toEqual({ x: 270, y: 180, width: 140, height: 140 });
  });

  it('takes its scale from the caller', () => {
    expect(faceCrop(box(300, 200, 100), frame, 2)).toEqual({ x: 250, y: 150, width: 200, height: 200 });
  });
});

describe('contextCrop', () => {
  it('is centred on the box, 3 times its longer side', () => {
    expect(contextCrop(box(270, 190, 100), frame)).toEqual({ x: 170, y: 90, width: 300, height: 300 });
  });

  it.each([
    ['top left', box(0, 0, 100), { x: 0, y: 0, width: 300, height: 300 }],
    ['bottom right', box(540, 380, 100), { x: 340, y: 180, width: 300, height: 300 }],
  ])('is shifted inside at the %s', (_, face, crop) => {
    expect(contextCrop(face, frame)).toEqual(crop);
  });

  it('ends with the frame only where the frame does', () => {
    expect(contextCrop(box(300, 100, 200), frame)).toEqual({ x: 40, y: 0, width: 600, height: 480 });
    expect(contextCrop(box(100, 300, 200), { width: 480, height: 640 })).toEqual({
      x: 0,
      y: 40,
      width: 480,
      height: 600,
    });
    expect(contextCrop(box(300, 100, 250), frame)).toEqual({ x: 0, y: 0, width: 640, height: 480 });
  });
});
