import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FaceBox } from '../face/face';
import { FrameMeasurer } from './frameMeasurer';

/** A grey picture by a function of its pixels, 0 to 255. */
interface Picture {
  width: number;
  height: number;
  grey: (x: number, y: number) => number;
}

/** Node has no canvas: this one samples a picture at the nearest pixel. */
class Canvas {
  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  getContext(kind: string) {
    if (kind !== '2d') return null;
    const { width, height } = this;
    const data = new Uint8ClampedArray(4 * width * height);
    return {
      imageSmoothingQuality: 'low',
      drawImage({ grey }: Picture, x: number, y: number, w: number, h: number) {
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++)
            data.fill(
              grey(Math.floor(x + (w * column) / width), Math.floor(y + (h * row) / height)),
              4 * (row * width + column),
              4 * (row * width + column) + 4,
            );
      },
      getImageData: () => ({ data, width, height }),
    };
  }
}

const face = (x: number, y: number, width: number, height = width): FaceBox => ({
  x,
  y,
  width,
  height,
  score: 1,
});
const picture = (grey: Picture['grey'], width = 640, height = 480) =>
  ({ width, height, grey }) as unknown as ImageBitmap;
const even = picture(() => 100);
const middle = face(270, 190, 100);

describe('FrameMeasurer', () => {
  beforeEach(() => vi.stubGlobal('OffscreenCanvas', Canvas));
  afterEach(() => vi.unstubAllGlobals());

  it('measures the frame itself where there is no face', () => {
    expect(new FrameMeasurer().measure(even, [], 0)).toEqual({
      faces: 0,
      secondFace: undefined,
      faceSize: undefined,
      offset: undefined,
      luminance: expect.closeTo(100) as number,
      contrast: expect.closeTo(0) as number,
      detail: expect.closeTo(0) as number,
      speed: undefined,
      sharpness: undefined,
    });
    const striped = picture((x) => (x % 20 < 10 ? 0 : 100));
    expect(new FrameMeasurer().measure(striped, [], 0).contrast).toBeCloseTo(50, 0);
    expect(new FrameMeasurer().measure(striped, [], 0).detail).toBeGreaterThan(50);
    const shaded = picture((x) => x / 5);
    expect(new FrameMeasurer().measure(shaded, [], 0).contrast).toBeGreaterThan(30);
    expect(new FrameMeasurer().measure(shaded, [], 0).detail).toBeLessThan(1.5);
  });

  it('measures light and sharpness on the face alone', () => {
    const inFace = (x: number, y: number) => x >= 270 && x < 370 && y >= 190 && y < 290;
    const measured = new FrameMeasurer().measure(
      picture((x, y) => (inFace(x, y) ? ((x + y) % 2) * 200 : 255)),
      [middle],
      0,
    );
    expect(measured).toMatchObject({ faces: 1, secondFace: undefined, offset: 0, speed: undefined });
    expect(measured.faceSize).toBeCloseTo(100 / 480);
    expect(measured.luminance).toBeGreaterThan(80);
    expect(measured.luminance).toBeLessThan(120);
    expect(measured.sharpness).toBeGreaterThan(1);
  });

  it('compares the second face by longer sides', () => {
    const { secondFace, faces } = new FrameMeasurer().measure(even, [middle, face(0, 0, 20, 50)], 0);
    expect({ secondFace, faces }).toEqual({ secondFace: 0.5, faces: 2 });
  });

  it('knows the speed from the frame before, and not across frames without a face', () => {
    const measurer = new FrameMeasurer();
    measurer.measure(even, [middle], 1000);
    expect(measurer.measure(even, [face(320, 190, 100)], 1100).speed).toBeCloseTo(5);
    expect(measurer.measure(even, [face(320, 190, 100)], 1200).speed).toBe(0);
    measurer.measure(even, [], 1300);
    expect(measurer.measure(even, [middle], 1400).speed).toBeUndefined();
  });

  it('tells how far the middle of a frame, pixel by pixel, is from that before', () => {
    const measurer = new FrameMeasurer();
    const inMiddle = (x: number, y: number) => Math.abs(x + 0.5 - 320) < 32 && Math.abs(y + 0.5 - 240) < 32;
    const lit = (level: number, around: number) => picture((x, y) => (inMiddle(x, y) ? level : around));
    expect(measurer.difference(lit(100, 0))).toBeUndefined();
    expect(measurer.difference(lit(100, 255))).toBe(0);
    expect(measurer.difference(lit(103, 0))).toBeCloseTo(3, 3);
    expect(measurer.difference(lit(250, 0))).toBeUndefined();
  });

  it('measures where the browser gives no canvas what needs none', () => {
    vi.spyOn(Canvas.prototype, 'getContext').mockReturnValue(null);
    const measurer = new FrameMeasurer();
    const { faceSize, luminance, sharpness } = measurer.measure(even, [middle], 0);
    expect(faceSize).toBeGreaterThan(0);
    expect([luminance, sharpness]).toEqual([undefined, undefined]);
    measurer.difference(even);
    expect(measurer.difference(even)).toBeUndefined();
    vi.restoreAllMocks();
  });
});
