import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Sobel } from './sobel';
import type { Weights } from './weights';

/** What every block of the network is given. */
export interface Layers {
  weights: Weights;
  sobel: Sobel;
  /** Sees each block's output under its PyTorch name; how golden vectors look inside. */
  observe(name: string, output: Tensor): void;
}

/** N x H x W x C, channels last. */
export type FeatureMap = Tensor4D;
