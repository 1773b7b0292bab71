import type { Sobel } from './sobel';
import type { Weights } from './weights';

/** What the blocks in TensorFlow.js' operations are given. */
export interface Operators {
  weights: Weights;
  sobel: Sobel;
}
