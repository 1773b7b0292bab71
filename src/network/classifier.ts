import { add, concat, matMul, relu, reshape, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { FeatureMap, Layers } from './layers';

/** fcs(D_avg) joined by the appearance: logit, 1 x 1, positive for bona fide. */
export function classifier({ weights }: Layers, depth: FeatureMap, appearance: Tensor2D): Tensor2D {
  return tidy(() => {
    const dense = (name: string, x: Tensor2D): Tensor2D =>
      add(matMul(x, weights.matrix(name)), weights.bias(name));
    const hidden = relu(dense('classifier.depth', reshape(depth, [1, -1])));
    return dense('classifier.join', concat([hidden, appearance], 1));
  });
}
