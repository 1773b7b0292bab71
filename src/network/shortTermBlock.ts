import { concat, sub, tidy } from '@tensorflow/tfjs-core';
import { convolution } from './convolution';
import type { FeatureMap } from './layers';
import type { Operators } from './operators';

/**
 * Short-term spatio-temporal block of one level: fuses the compressed feature of frame t, the spatial gradients of
 * t and t+1, the temporal gradient t - (t+1) and the previous level's result.
 * Two N x H x W x R and N x H x W x P (or none) -> N x H x W x C.
 */
export function shortTermBlock(
  operators: Operators,
  name: string,
  older: FeatureMap,
  newer: FeatureMap,
  previous?: FeatureMap,
): FeatureMap {
  return tidy(() => {
    const { sobel } = operators;
    const parts = [
      older,
      ...sobel.gradients(older),
      ...sobel.gradients(newer),
      sub<FeatureMap>(older, newer),
    ];
    if (previous) parts.push(previous);
    return convolution(operators, name, concat(parts, 3), 'relu');
  });
}
