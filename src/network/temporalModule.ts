import { tidy } from '@tensorflow/tfjs-core';
import type { Features } from './backbone';
import type { Activations } from './blocks';
import { observed, type FeatureMap, type Layers } from './layers';

/** One frame's features compressed by 1x1 convolutions: all that the next step needs of it. */
export interface Reduced {
  low: Activations;
  middle: Activations;
  high: Activations;
  /** D_single. */
  depth: FeatureMap;
}

/** States of the two ConvGRU cells; the second one's is D_multi in (-1, 1). */
export interface Recurrence {
  first: Activations;
  second: Activations;
}

export function reduce(layers: Layers, features: Features, depthSize: number): Reduced {
  const { blocks } = layers;
  const compress = (name: string, x: Activations) =>
    observed(layers, `temporal.${name}`, blocks.convolution(`temporal.${name}.conv`, x, 'relu'));
  return tidy(() => ({
    low: blocks.prepared(compress('reduce_low', features.low)),
    middle: blocks.prepared(compress('reduce_middle', features.middle)),
    high: blocks.prepared(blocks.upsample(compress('reduce_high', features.high), depthSize)),
    depth: features.depth,
  }));
}

/** Short-term blocks at three levels, each one joined by the one before it: 1 x 32 x 32 x C. */
export function shortTerm(layers: Layers, older: Reduced, newer: Reduced): Activations {
  const { blocks } = layers;
  const block = (level: 'low' | 'middle' | 'high', previous?: Activations) => {
    const name = `temporal.short_${level}`;
    return observed(
      layers,
      name,
      blocks.shortTerm(`${name}.fuse.conv`, older[level], newer[level], previous),
    );
  };
  return tidy(() => block('high', block('middle', blocks.maxPool(block('low')))));
}

/** One step of both cells, from zeros where there is no state yet. */
export function propagate(
  layers: Layers,
  x: Activations,
  hidden: number,
  state: Recurrence | undefined,
): Recurrence {
  const { blocks } = layers;
  const step = (name: string, input: Activations, channels: number, before: Activations | undefined) =>
    observed(layers, name, blocks.convGru(name, input, before ?? blocks.noState(input, channels)));
  return tidy(() => {
    const first = step('temporal.gru1', x, hidden, state?.first);
    const second = step('temporal.gru2', first, 1, state?.second);
    return { first, second };
  });
}
