import type { KernelName } from './kernelSource';
import { planeLength, planesOf, strideOf, tilesOf, type MapShape, type Tile } from './maps';

/** What a pipeline is compiled from. */
export interface Compiled {
  kernel: KernelName;
  entry: string;
  constants: Record<string, number>;
}

/** A compiled kernel, how many workgroups of it are launched, and the uniform that it takes after its resources. */
export interface Program extends Compiled {
  workgroups: readonly [x: number, y: number];
  sizes?: Uint32Array<ArrayBuffer>;
}

type Size = Pick<MapShape, 'width' | 'height'>;

/** Threads of a workgroup; small maps do not fill it. */
const WORKGROUP = 64;

/** What a block writes: its map, the map's 2 x 2 maxima, or both. */
export type Written = keyof typeof WRITTEN;
const WRITTEN = { full: 1, pool: 2, full_and_pool: 3 };

/** `inputs`, `outputs`: channels; `first`, `pooledFirst`: planes before the ones written. */
export function spatialGradient(
  tile: Tile,
  size: Size,
  channels: { inputs: number; outputs: number },
  written: Written,
  { first = 0, pooledFirst = 0 } = {},
): Program {
  const sizes = [planesOf(channels.inputs), first, pooledFirst, WRITTEN[written]];
  return tiled('spatial_gradient', 'gradient_block', tile, size, pairsOf(channels.outputs), sizes);
}

/** Where the maps that a short-term block reads begin, in vec4. */
export interface ShortTermSlots {
  older: number;
  newer: number;
  before: number;
}

export function shortTerm(
  tile: Tile,
  size: Size,
  channels: { features: number; previous: number; outputs: number },
  { older, newer, before }: ShortTermSlots,
  written: 'full' | 'pool',
): Program {
  const planes = [planesOf(channels.features), planesOf(channels.previous)];
  const sizes = [...planes, older, newer, before, WRITTEN[written]];
  return tiled('short_term', 'short_term_block', tile, size, pairsOf(channels.outputs), sizes);
}

/** Where the maps of a ConvGRU cell begin, in vec4. */
export interface GruSlots {
  x: number;
  state: number;
  resetState: number;
  updateGate: number;
}

/** One of the two dispatches of a cell's step. */
export function gruStep(
  step: 'gates' | 'update',
  tile: Tile,
  size: Size,
  channels: { inputs: number; states: number },
  { x, state, resetState, updateGate }: GruSlots,
): Program {
  const states = planesOf(channels.states);
  const update = step === 'update';
  const sizes = [planesOf(channels.inputs), states, x, state, resetState, updateGate, update ? 1 : 0];
  return tiled('conv_gru', 'gru_step', tile, size, update ? pairsOf(channels.states) : states, sizes);
}

/** What comes after a convolution's sum. */
export type Activation = keyof typeof LIMITS;
const LARGEST = 3.4e38;
const LIMITS = {
  linear: [-LARGEST, LARGEST],
  relu: [0, LARGEST],
  relu6: [0, 6],
};

/** How a convolution differs from one of stride 1 with a ReLU that begins at the map's first plane. */
export interface Convolving {
  /** Planes before the ones read. */
  inputFirst?: number;
  step?: number;
  activation?: Activation;
  /** Whether the result is added to what the output map holds. */
  add?: boolean;
}

/** `source`: of the map read; `kernel`: side of the kernel, 1 or 3. */
export function convolution(
  source: Size,
  channels: { inputs: number; outputs: number },
  kernel: number,
  { inputFirst = 0, step = 1, activation = 'relu', add = false }: Convolving = {},
): Program {
  const size = steppedOver(source, step);
  const fours = Math.ceil(size.width / 4);
  const threads = fours * size.height;
  const between = spacing(source, size, kernel, step);
  const planes = [planesOf(channels.inputs), inputFirst];
  const sizes = [size.width, fours, threads, ...between, ...planes, add ? 1 : 0];
  return {
    kernel: 'convolution',
    entry: 'convolve',
    constants: { KERNEL: kernel, STEP: step },
    workgroups: [Math.ceil(threads / WORKGROUP), planesOf(channels.outputs)],
    sizes: Uint32Array.of(...sizes, ...new Uint32Array(Float32Array.from(LIMITS[activation]).buffer)),
  };
}

/** 3 x 3 with a ReLU6; `source`: of the map read. */
export function depthwise(source: Size, channels: number, step: number): Program {
  const size = steppedOver(source, step);
  const pixels = size.width * size.height;
  return {
    kernel: 'depthwise',
    entry: 'filter_planes',
    constants: {},
    workgroups: [Math.ceil(pixels / WORKGROUP), planesOf(channels)],
    sizes: Uint32Array.of(size.width, pixels, ...spacing(source, size, 3, step), step),
  };
}

/** Size of the map that a convolution of this stride makes. */
export function steppedOver({ width, height }: Size, step: number): Size {
  return { width: Math.ceil(width / step), height: Math.ceil(height / step) };
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

/** `first`: values of the result that come before the ones written. */
export function appearancePool(shape: MapShape, first = 0): Program {
  const { width, height, channels } = shape;
  return {
    kernel: 'appearance_pool',
    entry: 'pool',
    constants: {},
    workgroups: [Math.ceil(planesOf(channels) / WORKGROUP), 1],
    sizes: Uint32Array.of(width, width * height, strideOf(shape), planeLength(shape), channels, first),
  };
}

export function classifier(sizes: { size: number; hidden: number; appearance: number }): Program {
  const { size, hidden, appearance } = sizes;
  const constants = { SIZE: size, HIDDEN: hidden, APPEARANCE: appearance };
  return { kernel: 'classifier', entry: 'classify', constants, workgroups: [1, 1] };
}

/** `size`: side of the luminance in pixels, half the crop's. */
export function luminance(size: number): Program {
  return flat('luminance', 'luminance', size * size, { SIZE: size });
}

/** `size`: side of the luminance; `first`: values of the result that come before the ones written. */
export function flowMoments(size: number, first = 0): Program {
  const program = { kernel: 'flow_moments', entry: 'flow_moments', constants: { SIZE: size } } as const;
  return { ...program, workgroups: [2 * 6, 1], sizes: Uint32Array.of(first) };
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

/** Strides and planes of the map written and of the map read, and the zeros before the latter on both axes. */
function spacing(source: Size, size: Size, kernel: number, step: number): number[] {
  const before = (from: number, to: number) => Math.max(0, (to - 1) * step + kernel - from) >> 1;
  const maps = [size, source].flatMap((map) => {
    const shape = { ...map, channels: 0 };
    return [strideOf(shape), planeLength(shape)];
  });
  return [...maps, before(source.width, size.width), before(source.height, size.height)];
}

/**
 * A thread for each tile of pixels in x, `shares` of the output channels in y. Its uniform begins with the sizes of
 * the map and of its 2 x 2 maxima; `sizes` are the kernel's own.
 */
function tiled(
  kernel: KernelName,
  entry: string,
  tile: Tile,
  size: Size,
  shares: number,
  sizes: readonly number[],
): Program {
  const shape = { ...size, channels: 0 };
  const pooled = { ...shape, width: size.width >> 1, height: size.height >> 1 };
  const tiles = tilesOf(shape, tile);
  const count = tiles.x * tiles.y;
  const spacing = [shape, pooled].flatMap((map) => [strideOf(map), planeLength(map)]);
  return {
    kernel,
    entry,
    constants: { TALL: tile === 'tall' ? 1 : 0 },
    workgroups: [Math.ceil(count / WORKGROUP), shares],
    sizes: Uint32Array.of(size.width, size.height, tiles.x, count, ...spacing, ...sizes),
  };
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
