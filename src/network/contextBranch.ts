import { concat, max, mean, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { show, type FeatureMap, type Layers } from './layers';

/** The face's surroundings, 1 x 128 x 128 x 3 -> mean and maximum of the last map, 1 x 2C. */
export function contextBranch(layers: Layers, context: FeatureMap, count: number): Tensor2D {
  const { blocks } = layers;
  return tidy(() => {
    let map = blocks.fromTensor(context);
    for (let index = 0; index < count; index++) {
      const input = index === 0 ? map : blocks.maxPool(map);
      map = blocks.spatialGradient(`context.blocks.${String(index)}`, [input]);
    }
    const x = blocks.toTensor(map);
    const vector = concat([mean(x, [1, 2]), max(x, [1, 2])], 1) as Tensor2D;
    show(layers.observer, 'context', () => vector);
    return vector;
  });
}
