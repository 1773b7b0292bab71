import { add, conv2d, fused, relu, tidy } from '@tensorflow/tfjs-core';
import type { FeatureMap } from './layers';
import type { Operators } from './operators';

/**
 * Residual spatial gradient block (paper eq. 2), batch norms folded into the kernels at export:
 * ReLU(conv3x3(x) + b + conv1x1(|grad x|)). N x H x W x I -> N x H x W x O.
 */
export function spatialGradientBlock({ weights, sobel }: Operators, name: string, x: FeatureMap): FeatureMap {
  return tidy(() => {
    const direct = fused.conv2d({
      x,
      filter: weights.kernel(`${name}.conv`),
      bias: weights.bias(`${name}.conv`),
      strides: 1,
      pad: 'same',
    });
    const gradient = conv2d(sobel.magnitude(x), weights.kernel(`${name}.gradient`), 1, 'same');
    return relu(add<FeatureMap>(direct, gradient));
  });
}
