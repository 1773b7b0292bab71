import { fused } from '@tensorflow/tfjs-core';
import type { FeatureMap } from './layers';
import type { Operators } from './operators';

/** activation(conv(x) + b), stride 1, zero padding; the kernel size is that of the weights. */
export function convolution(
  { weights }: Operators,
  name: string,
  x: FeatureMap,
  activation: 'linear' | 'relu' | 'sigmoid',
): FeatureMap {
  return fused.conv2d({
    x,
    filter: weights.kernel(name),
    bias: weights.bias(name),
    strides: 1,
    pad: 'same',
    activation,
  });
}
