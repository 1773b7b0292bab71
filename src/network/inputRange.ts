import { mul, sub, type Tensor4D } from '@tensorflow/tfjs-core';

/** Bytes as floats 0..255 -> [-0.5, 0.5], the range the network was trained on. */
export function toInputRange(pixels: Tensor4D): Tensor4D {
  return mul(sub(pixels, 127.5), 1 / 255);
}
