import type { Tensor4D, TensorContainer } from '@tensorflow/tfjs-core';
import type { Weights } from './weights';

/**
 * A feature map, or what is kept of some, in the form of the blocks that made it: tensors for TensorFlow.js' operations,
 * textures for our own programs. Blocks take only what they made themselves.
 */
export type Activations = TensorContainer & object;

/** What the network is put together from; names are those that PyTorch gave the weights. */
export interface Blocks {
  /** 1 x H x W x C, channels last. */
  fromTensor(x: Tensor4D): Activations;
  toTensor(x: Activations): Tensor4D;
  /** The residual spatial gradient block (paper eq. 2) of maps joined by channels. */
  spatialGradient(name: string, parts: readonly Activations[]): Activations;
  /** activation(conv(x) + b), stride 1, zero padding; the kernel size is that of the weights. */
  convolution(name: string, x: Activations, activation: 'linear' | 'relu'): Activations;
  /** Over 2 x 2 pixels; an odd last row or column is left out. */
  maxPool(x: Activations): Activations;
  /** Bilinear with half-pixel centres, as PyTorch's interpolate without aligned corners. */
  upsample(x: Activations, size: number): Activations;
  /** What `shortTerm` needs of one frame's compressed features, as the newer frame and then as the older one. */
  prepared(x: Activations): Activations;
  /**
   * Short-term spatio-temporal block of one level: fuses the compressed feature of frame t, the spatial gradients of t
   * and t+1, the temporal gradient t - (t+1) and the previous level's result.
   */
  shortTerm(name: string, older: Activations, newer: Activations, previous?: Activations): Activations;
  /** The state of a ConvGRU cell that takes `x`, before its first step: zeros. */
  noState(x: Activations, channels: number): Activations;
  /**
   * One step of a ConvGRU cell (paper eq. 3): R, U = sigmoid(conv[X, H]); H~ = tanh(conv[X, R.H]);
   * H' = (1 - U).H + U.H~ = H + U.(H~ - H).
   */
  convGru(name: string, x: Activations, state: Activations): Activations;
  dispose(): void;
}

/** Makes the blocks of a model; they do not own its weights. */
export type OpenBlocks = (weights: Weights) => Blocks;
