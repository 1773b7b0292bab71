import { packBias, packKernel, type Kernel } from '../../src/backends/webgpu/packKernel';
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

function kernelOf({ side, inputs, outputs, kernel }: Layer): Kernel {
  return { values: Float32Array.from(kernel), taps: side * side, inputs, outputs };
}

/** Buffers of the layers' weights, changed as a plan would, their taps one after the other, and of the first one's bias. */
export function layerBuffers(
  gpu: TestGpu,
  layers: readonly [Layer, ...Layer[]],
  joined: readonly number[],
  lanes: readonly (number | undefined)[],
  together: number,
  changed: (kernel: Kernel) => Kernel = (kernel) => kernel,
): [weights: GPUBuffer, bias: GPUBuffer] {
  const packed = packKernel(
    layers.map((layer) => changed(kernelOf(layer))),
    joined,
    lanes,
    together,
  );
  return [gpu.scalars(packed), gpu.floats(packBias(layers[0].bias, lanes))];
}
