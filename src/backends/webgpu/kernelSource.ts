import { source as appearancePool } from '../../../kernels/appearance_pool.wgsl';
import { source as classifier } from '../../../kernels/classifier.wgsl';
import { source as convGru } from '../../../kernels/conv_gru.wgsl';
import { source as convolution } from '../../../kernels/convolution.wgsl';
import { source as crop } from '../../../kernels/crop.wgsl';
import { source as depthwise } from '../../../kernels/depthwise.wgsl';
import { source as flowMoments } from '../../../kernels/flow_moments.wgsl';
import { source as luminance } from '../../../kernels/luminance.wgsl';
import { source as refine } from '../../../kernels/refine.wgsl';
import { source as shortTerm } from '../../../kernels/short_term.wgsl';
import { source as spatialGradient } from '../../../kernels/spatial_gradient.wgsl';
import { source as upsample } from '../../../kernels/upsample.wgsl';
import type { Scalar } from './scalars';

/** By the name of its file. */
export const kernelSources = {
  appearance_pool: appearancePool,
  classifier,
  conv_gru: convGru,
  convolution,
  crop,
  depthwise,
  flow_moments: flowMoments,
  luminance,
  refine,
  short_term: shortTerm,
  spatial_gradient: spatialGradient,
  upsample,
};

export type KernelName = keyof typeof kernelSources;

/** A kernel's WGSL for maps and weights stored as `scalar`; the files themselves are the f32 variant. */
export function kernelSource(name: KernelName, scalar: Scalar): string {
  const text = kernelSources[name];
  return scalar === 'f32'
    ? text
    : `enable f16;\n${text.replace('alias scalar = f32;', 'alias scalar = f16;')}`;
}
