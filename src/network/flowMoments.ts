import {
  add,
  avgPool,
  concat,
  keep,
  matMul,
  mirrorPad,
  mul,
  reshape,
  sub,
  sum,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { FeatureMap } from './layers';
import { positions, regions } from './rigidity';
import { Sobel } from './sobel';

/** Times 16, so that products of small differences are no less than half floats can hold. */
const LUMINANCE = [16 * 0.299, 16 * 0.587, 16 * 0.114];

/** From the context crops to the moments that the rigidity branch reads; what they are is said in training/models/network.py. */
export class FlowMoments {
  readonly #sobel = new Sobel();
  readonly #luminance: Tensor1D = keep(tensor1d(LUMINANCE));
  readonly #basis: Tensor2D;

  /** `size`: side of the luminance in pixels, half the crop's. */
  constructor(private readonly size: number) {
    this.#basis = keep(tensor2d(basis(size), [12, size * size]));
  }

  /** 1 x H x W x 3 -> 1 x H/2 x W/2 x 1. */
  luminance(context: FeatureMap): FeatureMap {
    return tidy(() => avgPool(sum<FeatureMap>(mul(context, this.#luminance), 3, true), 2, 2, 'valid'));
  }

  /** Of a step, 12 x 6. */
  moments(older: FeatureMap, newer: FeatureMap): Tensor2D {
    return tidy(() => {
      const mean = mul<FeatureMap>(add(older, newer), 0.5);
      const clamped = mirrorPad(
        mean,
        [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ],
        'symmetric',
      );
      const [gx, gy] = this.#sobel.gradients(clamped, 'valid');
      const gt = sub(newer, older);
      const products = mul(concat([gx, gx, gy, gx, gy, gt], 3), concat([gx, gy, gy, gt, gt, gt], 3));
      return matMul(this.#basis, reshape(products, [this.size ** 2, 6]));
    });
  }

  dispose(): void {
    this.#sobel.dispose();
    this.#luminance.dispose();
    this.#basis.dispose();
  }
}

/** Rows take the mean over the face and over its surroundings of what is multiplied by 1, x, y, x^2, xy, y^2. */
function basis(size: number): Float32Array {
  const rows = regions(size).flatMap((region) => {
    const pixels = region.reduce((sum, inside) => sum + inside, 0);
    const powers = positions(size).map(([x, y]) => [1, x, y, x * x, x * y, y * y]);
    return [0, 1, 2, 3, 4, 5].map((power) =>
      powers.map((values, pixel) => ((region[pixel] ?? 0) * (values[power] ?? NaN)) / pixels),
    );
  });
  return Float32Array.from(rows.flat());
}
