import { randomValues } from './random';
import { imageOf, type Image, type Layer } from './reference';
import type { TestGpu } from './testGpu';

/** Rounds values to what a device stores. */
export type Rounding = Pick<TestGpu, 'rounded'>;

/** A random map as the device stores it. */
export function randomImage(
  gpu: Rounding,
  width: number,
  height: number,
  channels: number,
  seed: number,
): Image {
  const values = gpu.rounded(randomValues(width * height * channels, seed));
  return imageOf(
    width,
    height,
    channels,
    (x, y, channel) => values[(y * width + x) * channels + channel] ?? NaN,
  );
}

/** A random layer as the device stores it, scaled so that values keep their size. */
export function randomLayer(
  gpu: Rounding,
  side: number,
  inputs: number,
  outputs: number,
  seed: number,
): Layer {
  const scale = 1 / Math.sqrt(side * side * inputs);
  const kernel = gpu.rounded(
    randomValues(side * side * inputs * outputs, seed).map((value) => value * scale),
  );
  return { side, inputs, outputs, kernel, bias: randomValues(outputs, seed + 1) };
}
