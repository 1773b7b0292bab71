import type { FaceBox } from '../face/face';
import type { Size } from '../geometry';

/** RGBA bytes, row-major; an `ImageData` is one. */
export interface Pixels extends Size {
  data: ArrayLike<number>;
}

/** A face and the time of its frame, in milliseconds. */
export interface Detection {
  box: FaceBox;
  timestamp: number;
}

export function longerSide({ width, height }: Size): number {
  return Math.max(width, height);
}

/** Height of the box over the shorter side of the frame, which is the same for a phone held upright. */
export function faceSize(box: FaceBox, frame: Size): number {
  return box.height / Math.min(frame.width, frame.height);
}

/** Distance of the box's centre from the frame's as a share of the frame, 0 to 0.5, on the worse axis. */
export function centreOffset(box: FaceBox, frame: Size): number {
  return Math.max(
    Math.abs((box.x + box.width / 2) / frame.width - 0.5),
    Math.abs((box.y + box.height / 2) / frame.height - 0.5),
  );
}

/** Speed of the box's centre in face widths a second; `undefined` if no time passed between the detections. */
export function speedBetween(before: Detection, now: Detection): number | undefined {
  const seconds = (now.timestamp - before.timestamp) / 1000;
  if (seconds <= 0) return undefined;
  const dx = now.box.x + now.box.width / 2 - (before.box.x + before.box.width / 2);
  const dy = now.box.y + now.box.height / 2 - (before.box.y + before.box.height / 2);
  return Math.hypot(dx, dy) / now.box.width / seconds;
}

/** Rec. 601 luminance of each pixel, 0 to 255. */
export function luminance({ data, width, height }: Pixels): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

export function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: Float32Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length;
}

/**
 * Returns Var(L) / Var(Y), where Y is the luminance and L its Laplacian. Dividing by the contrast makes it independent of light and exposure. It has no unit and is 0 for a
 * smooth gradient, 20 for white noise; `undefined` where there is no contrast.
 *
 * @param luma row-major, `width` pixels a row
 */
export function sharpness(luma: Float32Array, width: number): number | undefined {
  const contrast = variance(luma);
  return contrast < 1 ? undefined : variance(laplacian(luma, width)) / contrast;
}

/**
 * Standard deviation of the luminance's Laplacian, in grey levels: near 0 for what is even or shaded softly.
 *
 * @param luma row-major, `width` pixels a row
 */
export function detail(luma: Float32Array, width: number): number {
  return Math.sqrt(variance(laplacian(luma, width)));
}

/** L = Y(x-1,y) + Y(x+1,y) + Y(x,y-1) + Y(x,y+1) - 4 Y(x,y) away from the border. */
function laplacian(luma: Float32Array, width: number): Float32Array {
  const height = luma.length / width;
  const at = (x: number, y: number) => luma[y * width + x] ?? 0;
  const sums = new Float32Array((width - 2) * (height - 2));
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      sums[(y - 1) * (width - 2) + x - 1] =
        at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
    }
  }
  return sums;
}

/** Mean luminances beyond which a sensor shows no noise, grey levels. */
const DARK = 20;
const BRIGHT = 235;

/**
 * Mean absolute difference of two luminances, 0 to 255; `undefined` in the dark and in glare, where a saturated sensor
 * shows no noise.
 */
export function differenceOf(before: Float32Array, now: Float32Array): number | undefined {
  const level = mean(now);
  if (level < DARK || level > BRIGHT) return undefined;
  return mean(now.map((value, index) => Math.abs(value - (before[index] ?? 0))));
}
