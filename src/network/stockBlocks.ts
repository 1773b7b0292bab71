import { concat, image, maxPool, zeros, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Blocks } from './blocks';
import { convGru } from './convGru';
import { convolution } from './convolution';
import { shortTermBlock } from './shortTermBlock';
import { Sobel } from './sobel';
import { spatialGradientBlock } from './spatialGradientBlock';
import type { Weights } from './weights';

/** The blocks in TensorFlow.js' operations, which run on each of its backends. */
export class StockBlocks implements Blocks {
  readonly #sobel = new Sobel();

  constructor(private readonly weights: Weights) {}

  fromTensor(x: Tensor4D): Tensor4D {
    return x;
  }

  toTensor(x: Tensor4D): Tensor4D {
    return x;
  }

  spatialGradient(name: string, parts: readonly Tensor4D[]): Tensor4D {
    const [only] = parts;
    const joined = only && parts.length === 1 ? only : concat([...parts], 3);
    return spatialGradientBlock(this.#operators, name, joined);
  }

  convolution(name: string, x: Tensor4D, activation: 'linear' | 'relu'): Tensor4D {
    return convolution(this.#operators, name, x, activation);
  }

  maxPool(x: Tensor4D): Tensor4D {
    return maxPool(x, 2, 2, 'valid');
  }

  upsample(x: Tensor4D, size: number): Tensor4D {
    return image.resizeBilinear(x, [size, size], false, true);
  }

  prepared(x: Tensor4D): Tensor4D {
    return x;
  }

  shortTerm(name: string, older: Tensor4D, newer: Tensor4D, previous?: Tensor4D): Tensor4D {
    return shortTermBlock(this.#operators, name, older, newer, previous);
  }

  noState(x: Tensor4D, channels: number): Tensor4D {
    const [batch, height, width] = x.shape;
    return zeros([batch, height, width, channels]);
  }

  convGru(name: string, x: Tensor4D, state: Tensor4D): Tensor4D {
    return convGru(this.#operators, name, x, state);
  }

  dispose(): void {
    this.#sobel.dispose();
  }

  get #operators() {
    return { weights: this.weights, sobel: this.#sobel };
  }
}

export const openStockBlocks = (weights: Weights): Blocks => new StockBlocks(weights);
