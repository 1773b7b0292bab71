import { concat, sub, tidy } from '@tensorflow/tfjs-core';
import { convolution } from './convolution';
import type { FeatureMap, Layers } from './layers';

/**
 * Short-term spatio-temporal block of one level: fuses the compressed feature of frame t, the spatial gradients of
 * t and t+1, the temporal gradient t - (t+1) and the previous level's result.
 * Two N x H x W x R and N x H x W x P (or none) -> N x H x W x C.
 */
export function shortTermBlock(
  layers: Layers,
  name: string,
  older: FeatureMap,
  newer: FeatureMap,
  previous?: FeatureMap,
): FeatureMap {
  return tidy(() => {
    const { sobel } = layers;
    const parts = [
      older,
      ...sobel.gradients(older),
      ...sobel.gradients(newer),
      sub<FeatureMap>(older, newer),
    ];
    if (previous) parts.push(previous);
    return convolution(layers, `${name}.fuse.conv`, concat(parts, 3), 'relu');
  });
}
