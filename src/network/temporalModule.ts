import { maxPool, tidy } from '@tensorflow/tfjs-core';
import { observed, upsample, type Features } from './backbone';
import { convGru } from './convGru';
import { convolution } from './convolution';
import type { FeatureMap, Layers } from './layers';
import { shortTermBlock } from './shortTermBlock';

/** One frame's features compressed by 1x1 convolutions: all that the next step needs of it. */
export interface Reduced {
  low: FeatureMap;
  middle: FeatureMap;
  high: FeatureMap;
  /** D_single. */
  depth: FeatureMap;
}

/** States of the two ConvGRU cells; the second one's is D_multi in (-1, 1). */
export interface Recurrence {
  first: FeatureMap;
  second: FeatureMap;
}

export function reduce(layers: Layers, features: Features, depthSize: number): Reduced {
  const compress = (name: string, x: FeatureMap) =>
    observed(layers, `temporal.${name}`, convolution(layers, `temporal.${name}.conv`, x, 'relu'));
  return tidy(() => ({
    low: compress('reduce_low', features.low),
    middle: compress('reduce_middle', features.middle),
    high: upsample(compress('reduce_high', features.high), depthSize),
    depth: features.depth,
  }));
}

/** Short-term blocks at three levels, each one joined by the one before it: 1 x 32 x 32 x C. */
export function shortTerm(layers: Layers, older: Reduced, newer: Reduced): FeatureMap {
  const block = (level: 'low' | 'middle' | 'high', previous?: FeatureMap) => {
    const name = `temporal.short_${level}`;
    return observed(layers, name, shortTermBlock(layers, name, older[level], newer[level], previous));
  };
  return tidy(() => block('high', block('middle', maxPool(block('low'), 2, 2, 'valid'))));
}

/** One step of both cells. */
export function propagate(layers: Layers, x: FeatureMap, state: Recurrence): Recurrence {
  return tidy(() => {
    const first = observed(layers, 'temporal.gru1', convGru(layers, 'temporal.gru1', x, state.first));
    const second = observed(layers, 'temporal.gru2', convGru(layers, 'temporal.gru2', first, state.second));
    return { first, second };
  });
}
