import { add, depthwiseConv2d, keep, scalar, sqrt, square, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';

/** Scaled so that a unit ramp has gradient 1. */
const SCALE = 1 / 8;
const HORIZONTAL = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
const VERTICAL = [-1, -2, -1, 0, 0, 0, 1, 2, 1];

/**
 * Depthwise Sobel responses (paper eq. 1). Kernels are made once for each channel count and live as long as the operator.
 */
export class Sobel {
  readonly #kernels = new Map<number, [Tensor4D, Tensor4D]>();
  readonly #epsilon: Scalar = keep(scalar(1e-8));

  /** N x H x W x C -> horizontal and vertical gradient, zeros around it, or without its border: `valid`. */
  gradients(x: Tensor4D, pad: 'same' | 'valid' = 'same'): [Tensor4D, Tensor4D] {
    const [horizontal, vertical] = this.#kernelsFor(x.shape[3]);
    return [depthwiseConv2d(x, horizontal, 1, pad), depthwiseConv2d(x, vertical, 1, pad)];
  }

  /** sqrt(Gx^2 + Gy^2 + 1e-8), N x H x W x C. */
  magnitude(x: Tensor4D): Tensor4D {
    return tidy(() => {
      const [horizontal, vertical] = this.gradients(x);
      return sqrt(add<Tensor4D>(add(square(horizontal), square(vertical)), this.#epsilon));
    });
  }

  dispose(): void {
    this.#epsilon.dispose();
    for (const pair of this.#kernels.values()) for (const kernel of pair) kernel.dispose();
    this.#kernels.clear();
  }

  #kernelsFor(channels: number): [Tensor4D, Tensor4D] {
    let pair = this.#kernels.get(channels);
    if (!pair) {
      pair = [kernel(HORIZONTAL, channels), kernel(VERTICAL, channels)];
      this.#kernels.set(channels, pair);
    }
    return pair;
  }
}

function kernel(taps: readonly number[], channels: number): Tensor4D {
  const values = taps.flatMap((tap) => new Array<number>(channels).fill(tap * SCALE));
  return keep(tensor4d(values, [3, 3, channels, 1]));
}
