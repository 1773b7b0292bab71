import type { KernelName } from './kernelSource';
import { planesOf, tilesOf, type MapShape } from './maps';

/** A kernel's entry point, the sizes it is compiled for, and how many workgroups of it are launched. */
export interface Program {
  kernel: KernelName;
  entry: string;
  constants: Record<string, number>;
  workgroups: readonly [x: number, y: number];
}

type Size = Pick<MapShape, 'width' | 'height'>;

/** Threads of a workgroup; small maps do not fill it. */
const WORKGROUP = 64;

/** What a block writes: its map, the map's 2 x 2 maxima, or both. */
export type Written = 'full' | 'pool' | 'full_and_pool';

/** `inputs`, `outputs`: channels; `first`, `pooledFirst`: planes before the ones written. */
export function spatialGradient(
  size: Size,
  channels: { inputs: number; outputs: number },
  written: Written,
  { first = 0, pooledFirst = 0 } = {},
): Program {
  const constants = { INPUTS: planesOf(channels.inputs), FIRST: first, POOLED_FIRST: pooledFirst };
  return tiled('spatial_gradient', written, size, constants, pairsOf(channels.outputs));
}

/** `features`, `previous` (0 for none), `outputs`: channels. */
export function shortTerm(
  size: Size,
  channels: { features: number; previous: number; outputs: number },
  written: 'full' | 'pool',
): Program {
  const constants = { FEATURES: planesOf(channels.features), PREVIOUS: planesOf(channels.previous) };
  return tiled('short_term', written, size, constants, pairsOf(channels.outputs));
}

export function gruGates(size: Size, channels: { inputs: number; states: number }): Program {
  const states = planesOf(channels.states);
  const constants = { INPUTS: planesOf(channels.inputs), STATES: states };
  return tiled('conv_gru', 'gates', size, constants, states);
}

export function gruUpdate(size: Size, channels: { inputs: number; states: number }): Program {
  const constants = { INPUTS: planesOf(channels.inputs), STATES: planesOf(channels.states) };
  return tiled('conv_gru', 'update', size, constants, pairsOf(channels.states));
}

/** `kernel`: side of the kernel, 1 or 3; `inputFirst`: planes before the ones read. */
export function convolution(
  size: Size,
  channels: { inputs: number; outputs: number },
  kernel: number,
  inputFirst = 0,
): Program {
  const constants = {
    ...sized(size),
    INPUTS: planesOf(channels.inputs),
    INPUT_FIRST: inputFirst,
    KERNEL: kernel,
  };
  const fours = Math.ceil(size.width / 4) * size.height;
  return flat('convolution', 'convolve', fours, constants, planesOf(channels.outputs));
}

export function upsample(source: Size, size: Size, channels: number, first = 0): Program {
  const constants = {
    ...sized(size),
    SOURCE_WIDTH: source.width,
    SOURCE_HEIGHT: source.height,
    FIRST: first,
  };
  return flat('upsample', 'upsample', size.width * size.height, constants, planesOf(channels));
}

/** `pixels`: of the plane with its halo. */
export function refine(pixels: number, alpha: number): Program {
  return flat('refine', 'refine', pixels, { ALPHA: alpha });
}

export function contextPool({ width, height, channels }: MapShape): Program {
  return {
    kernel: 'context_pool',
    entry: 'pool',
    constants: { WIDTH: width, HEIGHT: height, CHANNELS: channels },
    workgroups: [planesOf(channels), 1],
  };
}

export function windowScore(sizes: { size: number; hidden: number; context: number; beta: number }): Program {
  const { size, hidden, context, beta } = sizes;
  const constants = { SIZE: size, HIDDEN: hidden, CONTEXT: context, BETA: beta };
  return { kernel: 'window_score', entry: 'score', constants, workgroups: [1, 1] };
}

/** `size`: side of the crop in pixels. */
export function crop(size: number): Program {
  return flat('crop', 'crop', size * size, { SIZE: size });
}

/** Eight output channels are a thread's share. */
function pairsOf(channels: number): number {
  return Math.ceil(channels / 8);
}

function sized({ width, height }: Size): Record<string, number> {
  return { WIDTH: width, HEIGHT: height };
}

/** A thread for each tile of 4 x 2 pixels in x, `shares` of the output channels in y. */
function tiled(
  kernel: KernelName,
  entry: string,
  size: Size,
  constants: Record<string, number>,
  shares: number,
): Program {
  const tiles = tilesOf({ ...size, channels: 0 });
  return flat(kernel, entry, tiles.x * tiles.y, { ...sized(size), ...constants }, shares);
}

function flat(
  kernel: KernelName,
  entry: string,
  threads: number,
  constants: Record<string, number>,
  shares = 1,
): Program {
  const workgroup = Math.min(WORKGROUP, threads);
  return {
    kernel,
    entry,
    constants: { ...constants, WORKGROUP: workgroup },
    workgroups: [Math.ceil(threads / workgroup), shares],
  };
}
