import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Activations, Blocks } from './blocks';
import type { Weights } from './weights';

/** What every part of the network is given. */
export interface Layers {
  weights: Weights;
  blocks: Blocks;
  observer?: Observer;
}

/** Sees blocks' outputs under their PyTorch names; how golden vectors look inside. */
export interface Observer {
  /** Whether it wants this block's output: to bring one into a tensor's form, or to the CPU, costs time. */
  watches(name: string): boolean;
  /** Must neither keep nor dispose the output. */
  see(name: string, output: Tensor): void;
}

/** N x H x W x C, channels last. */
export type FeatureMap = Tensor4D;

/** Makes a tensor of a block's output and shows it, if anybody watches the block. */
export function show(observer: Observer | undefined, name: string, output: () => Tensor): void {
  if (observer?.watches(name)) observer.see(name, output());
}

/** The output itself, shown. */
export function observed(layers: Layers, name: string, output: Activations): Activations {
  show(layers.observer, name, () => layers.blocks.toTensor(output));
  return output;
}
