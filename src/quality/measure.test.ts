import { describe, expect, it } from 'vitest';
import { centreOffset, differenceOf, faceSize, luminance, mean, sharpness, speedBetween } from './measure';

const box = (x: number, y: number, width: number, height = width) => ({ x, y, width, height, score: 1 });
const frame = { width: 640, height: 480 };

/** A grey picture of 64 x 64 from a function of the pixel, 0 to 255. */
function picture(grey: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: 64 * 64 }, (_, i) => grey(i % 64, Math.floor(i / 64)));
}

/** Uniform noise that is the same at every run (a linear congruential generator). */
function noise(): () => number {
  let state = 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

describe('luminance', () => {
  it('weighs colours by Rec. 601', () => {
    const data = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];
    const luma = luminance({ data, width: 2, height: 2 });
    [76.245, 149.685, 29.07, 255].forEach((expected, i) => expect(luma[i]).toBeCloseTo(expected, 3));
    expect(mean(luma)).toBeCloseTo(127.5, 3);
  });
});

describe('sharpness', () => {
  const random = noise();
  const whiteNoise = picture(() => random() * 255);
  /** A step edge smoothed over about `width` pixels. */
  const edge = (width: number) => picture((x) => 255 / (1 + Math.exp((32 - x) / width)));

  it('is 20 for white noise, as the squares of the kernel add up to', () => {
    expect(sharpness(whiteNoise, 64)).toBeCloseTo(20, -0.5);
  });

  it('is 0 for a plain gradient', () => {
    expect(
      sharpness(
        picture((x, y) => x + 2 * y),
        64,
      ),
    ).toBeCloseTo(0, 6);
  });

  it('falls as an edge is blurred', () => {
    const values = [0.5, 1, 2, 4, 8].map((width) => sharpness(edge(width), 64) ?? NaN);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[0]).toBeGreaterThan(10 * (values[3] ?? NaN));
  });

  it('does not depend on exposure or contrast', () => {
    const dim = whiteNoise.map((value) => 40 + value / 5);
    expect(sharpness(dim, 64)).toBeCloseTo(sharpness(whiteNoise, 64) ?? NaN, 3);
  });

  it('is not measured where there is nothing to see', () => {
    expect(
      sharpness(
        picture(() => 90),
        64,
      ),
    ).toBeUndefined();
  });
});

describe('face size', () => {
  const upright = { width: 480, height: 640 };

  it('is the same upright, since the shorter side counts', () => {
    expect(faceSize(box(0, 0, 100, 120), frame)).toBe(0.25);
    expect(faceSize(box(0, 0, 100, 120), upright)).toBe(0.25);
  });
});

describe('centreOffset', () => {
  it('is 0 in the middle and 0.5 at an edge, by the worse axis', () => {
    expect(centreOffset(box(270, 190, 100), frame)).toBe(0);
    expect(centreOffset(box(-50, 190, 100), frame)).toBe(0.5);
    expect(centreOffset(box(270 + 64, 190 - 96, 100), frame)).toBeCloseTo(0.2, 10);
  });
});

describe('speedBetween', () => {
  const before = { box: box(100, 100, 100), timestamp: 1000 };

  it('is in face widths a second', () => {
    expect(speedBetween(before, { box: box(130, 140, 100), timestamp: 1100 })).toBeCloseTo(5, 10);
    expect(speedBetween(before, { box: box(130, 140, 100), timestamp: 1200 })).toBeCloseTo(2.5, 10);
  });

  it('is not measured where no time passed', () => {
    expect(speedBetween(before, { box: box(130, 140, 100), timestamp: 1000 })).toBeUndefined();
    expect(speedBetween(before, { box: box(130, 140, 100), timestamp: 0 })).toBeUndefined();
  });
});

describe('differenceOf', () => {
  it('is not read from the dark or from glare', () => {
    const grey = (level: number) => new Float32Array(16).fill(level);
    expect(differenceOf(grey(5), grey(5))).toBeUndefined();
    expect(differenceOf(grey(250), grey(250))).toBeUndefined();
    expect(differenceOf(grey(100), grey(100))).toBe(0);
    expect(differenceOf(grey(100), grey(103))).toBe(3);
  });
});
