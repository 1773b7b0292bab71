import { concat, max, maxPool, mean, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { FeatureMap, Layers } from './layers';
import { spatialGradientBlock } from './spatialGradientBlock';

/** The face's surroundings, 1 x 128 x 128 x 3 -> mean and maximum of the last map, 1 x 2C. */
export function contextBranch(layers: Layers, context: FeatureMap, blocks: number): Tensor2D {
  return tidy(() => {
    let x = context;
    for (let index = 0; index < blocks; index++) {
      const input = index === 0 ? x : maxPool(x, 2, 2, 'valid');
      x = spatialGradientBlock(layers, `context.blocks.${String(index)}`, input);
    }
    const vector = concat([mean(x, [1, 2]), max(x, [1, 2])], 1) as Tensor2D;
    layers.observe('context', vector);
    return vector;
  });
}
