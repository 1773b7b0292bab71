import { fused } from '@tensorflow/tfjs-core';
import type { FeatureMap } from './layers';
import type { Operators } from './operators';

/** activation(conv(x) + b), zero padding; the kernel size is that of the weights. */
export function convolution(
  { weights }: Pick<Operators, 'weights'>,
  name: string,
  x: FeatureMap,
  activation: 'linear' | 'relu' | 'relu6' | 'sigmoid',
  strides = 1,
): FeatureMap {
  return fused.conv2d({
    x,
    filter: weights.kernel(name),
    bias: weights.bias(name),
    strides,
    pad: 'same',
    activation,
  });
}
