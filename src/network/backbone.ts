import { relu, tidy } from '@tensorflow/tfjs-core';
import type { Activations } from './blocks';
import { observed, type FeatureMap, type Layers } from './layers';

/** One frame's features at three levels, before their pools, and the coarse depth. */
export interface Features {
  low: Activations;
  middle: Activations;
  high: Activations;
  /** D_single, 1 x 32 x 32 x 1, >= 0. */
  depth: FeatureMap;
}

/**
 * The single-frame network as a series of stages, 1 x 128 x 128 x 3 -> Features. It yields after each stage: on WASM
 * the caller lets waiting frames in there, since nothing else runs while a stage does.
 */
export function* backbone(layers: Layers, frame: FeatureMap, depthSize: number): Generator<void, Features> {
  const { blocks } = layers;
  const low = tidy(() => {
    const stem = blocks.spatialGradient('backbone.stem', [blocks.fromTensor(frame)]);
    return level(layers, 'backbone.low', blocks.maxPool(observed(layers, 'backbone.stem', stem)));
  });
  yield;
  const middle = tidy(() => level(layers, 'backbone.middle', blocks.maxPool(low)));
  const high = tidy(() => level(layers, 'backbone.high', blocks.maxPool(middle)));
  yield;
  const depth = tidy(() => {
    const joined = [blocks.maxPool(low), middle, blocks.upsample(high, depthSize)];
    const first = blocks.spatialGradient('backbone.depth1', joined);
    const second = blocks.spatialGradient('backbone.depth2', [observed(layers, 'backbone.depth1', first)]);
    const third = blocks.convolution(
      'backbone.depth3',
      observed(layers, 'backbone.depth2', second),
      'linear',
    );
    return relu(blocks.toTensor(observed(layers, 'backbone.depth3', third)));
  });
  return { low, middle, high, depth };
}

/** Three spatial gradient blocks. */
function level(layers: Layers, name: string, x: Activations): Activations {
  const y = [0, 1, 2].reduce(
    (input, index) => layers.blocks.spatialGradient(`${name}.${String(index)}`, [input]),
    x,
  );
  return observed(layers, name, y);
}
