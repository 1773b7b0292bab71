import { concat, image, maxPool, relu, tidy } from '@tensorflow/tfjs-core';
import { convolution } from './convolution';
import type { FeatureMap, Layers } from './layers';
import { spatialGradientBlock } from './spatialGradientBlock';

/** One frame's features at three levels, before their pools, and the coarse depth. */
export interface Features {
  low: FeatureMap;
  middle: FeatureMap;
  high: FeatureMap;
  /** D_single, 1 x 32 x 32 x 1, >= 0. */
  depth: FeatureMap;
}

/**
 * The single-frame network as a series of stages, 1 x 128 x 128 x 3 -> Features. It yields after each stage: on WASM
 * the caller lets waiting frames in there, since nothing else runs while a stage does.
 */
export function* backbone(layers: Layers, frame: FeatureMap, depthSize: number): Generator<void, Features> {
  const low = tidy(() => {
    const stem = observed(layers, 'backbone.stem', spatialGradientBlock(layers, 'backbone.stem', frame));
    return level(layers, 'backbone.low', maxPool(stem, 2, 2, 'valid'));
  });
  yield;
  const middle = tidy(() => level(layers, 'backbone.middle', maxPool(low, 2, 2, 'valid')));
  const high = tidy(() => level(layers, 'backbone.high', maxPool(middle, 2, 2, 'valid')));
  yield;
  const depth = tidy(() => {
    const joined = concat([maxPool(low, 2, 2, 'valid'), middle, upsample(high, depthSize)], 3);
    const first = spatialGradientBlock(layers, 'backbone.depth1', joined);
    const second = spatialGradientBlock(
      layers,
      'backbone.depth2',
      observed(layers, 'backbone.depth1', first),
    );
    const linear = convolution(
      layers,
      'backbone.depth3',
      observed(layers, 'backbone.depth2', second),
      'linear',
    );
    return relu(observed(layers, 'backbone.depth3', linear));
  });
  return { low, middle, high, depth };
}

/** Three spatial gradient blocks. */
function level(layers: Layers, name: string, x: FeatureMap): FeatureMap {
  const y = [0, 1, 2].reduce(
    (input, index) => spatialGradientBlock(layers, `${name}.${String(index)}`, input),
    x,
  );
  return observed(layers, name, y);
}

/** Bilinear with half-pixel centres, as PyTorch's interpolate without aligned corners. */
export function upsample(x: FeatureMap, size: number): FeatureMap {
  return image.resizeBilinear(x, [size, size], false, true);
}

export function observed(layers: Layers, name: string, output: FeatureMap): FeatureMap {
  layers.observe(name, output);
  return output;
}
