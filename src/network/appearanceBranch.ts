import { add, concat, dispose, fused, max, mean, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { convolution } from './convolution';
import { show, type FeatureMap, type Layers } from './layers';
import type { Bottleneck } from './model';

/**
 * The first bottlenecks of MobileNetV2 (Sandler et al., CVPR 2018) over the face's surroundings and over the face, with
 * the same weights: 1 x 128 x 128 x 3 each -> mean and maximum of the last map of the one, then of the other, 1 x 4C. In
 * TensorFlow.js' own operations, which do on WebGL and WASM, since it runs once a window. It yields between the crops, as the
 * backbone does between its stages.
 */
export function* appearanceBranch(
  layers: Layers,
  bottlenecks: readonly Bottleneck[],
  context: FeatureMap,
  face: FeatureMap,
): Generator<void, Tensor2D> {
  const surroundings = appearance(layers, bottlenecks, context);
  yield;
  try {
    const vector = tidy(() => concat([surroundings, appearance(layers, bottlenecks, face)], 1));
    show(layers.observer, 'appearance', () => vector);
    return vector;
  } finally {
    dispose(surroundings);
  }
}

/** Of one crop, 1 x 2C. */
function appearance(layers: Layers, bottlenecks: readonly Bottleneck[], crop: FeatureMap): Tensor2D {
  return tidy(() => {
    const stem = convolution(layers, 'appearance.stem', crop, 'relu6', 2);
    const last = bottlenecks.reduce(
      (x, bottleneck, index) => inverted(layers, `appearance.blocks.${String(index)}`, bottleneck, x),
      stem,
    );
    return concat([mean(last, [1, 2]), max(last, [1, 2])], 1) as Tensor2D;
  });
}

/** The inverted residual: wide in the middle, and the sum of narrow ends where these are alike. */
function inverted(
  layers: Layers,
  name: string,
  { expansion, channels, stride }: Bottleneck,
  x: FeatureMap,
): FeatureMap {
  return tidy(() => {
    const wide = expansion > 1 ? convolution(layers, `${name}.expand`, x, 'relu6') : x;
    const filtered = fused.depthwiseConv2d({
      x: wide,
      filter: layers.weights.kernel(`${name}.depthwise`),
      bias: layers.weights.bias(`${name}.depthwise`),
      strides: stride,
      pad: 'same',
      activation: 'relu6',
    });
    const narrow = convolution(layers, `${name}.project`, filtered, 'linear');
    return stride === 1 && x.shape[3] === channels ? add<FeatureMap>(x, narrow) : narrow;
  });
}
