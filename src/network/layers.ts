import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Activations, Blocks } from './blocks';
import type { Weights } from './weights';

/** What every part of the network is given. */
export interface Layers {
  weights: Weights;
  blocks: Blocks;
  observe?: Observe;
}

/** Sees each block's output under its PyTorch name; how golden vectors look inside. */
export type Observe = (name: string, output: Tensor) => void;

/** N x H x W x C, channels last. */
export type FeatureMap = Tensor4D;

/** Shows a block's output to whoever observes; where nobody does, nothing is brought into a tensor's form. */
export function observed(layers: Layers, name: string, output: Activations): Activations {
  layers.observe?.(name, layers.blocks.toTensor(output));
  return output;
}
