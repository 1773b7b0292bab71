import type { GpuMemory } from '../../backends/webgpu/gpuMemory';
import type { Region } from '../../backends/webgpu/region';
import type { Launch, Launches } from '../../backends/webgpu/launches';
import type { MapShape, Tile } from '../../backends/webgpu/maps';
import { bytesPerScalar } from '../../backends/webgpu/scalars';
import {
  gateLanes,
  inOrder,
  packBias,
  packDepthwise,
  packKernel,
  withoutDifference,
} from '../../backends/webgpu/packKernel';
import * as programs from '../../backends/webgpu/programs';
import type { Parameters } from '../parameters';

/** What a plan's blocks are made with. */
export interface Build {
  memory: GpuMemory;
  launches: Launches;
  parameters: Parameters;
  /** Of the kernels that work in tiles. */
  tile: Tile;
  /** Bound where a block has nothing to write. */
  spare: Region;
}

/** A map where kernels read or write it; `first`: planes of the region that come before it. */
export interface MapRegion {
  region: Region;
  shape: MapShape;
  first?: number;
}

/** Weights and bias of a layer on the GPU. */
type Layer = [weights: Region, bias: Region];

/** What a spatial gradient block writes: its map, the 2 x 2 maxima of it, or both. */
export interface Written {
  full?: MapRegion;
  pooled?: MapRegion;
}

/** Weights of a spatial gradient block whose input joins maps of `joined` channels. */
export function gradientLayer({ memory, parameters }: Build, name: string, joined: readonly number[]): Layer {
  const conv = parameters.kernel(`${name}.conv`);
  const lanes = inOrder(conv.outputs, 8);
  const kernels = [conv, parameters.kernel(`${name}.gradient`)];
  return [
    memory.weights(`${name}.kernel`, packKernel(kernels, joined, lanes, 2)),
    memory.constants(`${name}.bias`, packBias(parameters.bias(`${name}.conv`), lanes)),
  ];
}

/** `outputs`: channels. */
export function gradientBlock(
  { launches, tile, spare }: Build,
  name: string,
  layer: Layer,
  input: MapRegion,
  outputs: number,
  { full, pooled }: Written,
): Promise<Launch> {
  const written = full && pooled ? 'full_and_pool' : full ? 'full' : 'pool';
  const offsets = { first: full?.first, pooledFirst: pooled?.first };
  const program = programs.spatialGradient(
    tile,
    input.shape,
    { inputs: input.shape.channels, outputs },
    written,
    offsets,
  );
  return launches.create(name, program, [
    input.region,
    ...layer,
    full?.region ?? spare,
    pooled?.region ?? spare,
  ]);
}

/** Weights of a convolution that a thread makes four output channels of. */
export function convolutionLayer({ memory, parameters }: Build, name: string): Layer {
  const kernel = parameters.kernel(name);
  const lanes = inOrder(kernel.outputs, 4);
  return [
    memory.weights(`${name}.kernel`, packKernel([kernel], [kernel.inputs], lanes, 1)),
    memory.constants(`${name}.bias`, packBias(parameters.bias(name), lanes)),
  ];
}

export function convolutionBlock(
  { launches, parameters }: Build,
  name: string,
  layer: Layer,
  input: MapRegion,
  output: Region,
  convolving: programs.Convolving = {},
): Promise<Launch> {
  const { inputs, outputs, taps } = parameters.kernel(name);
  const program = programs.convolution(input.shape, { inputs, outputs }, Math.sqrt(taps), {
    inputFirst: input.first ?? 0,
    ...convolving,
  });
  return launches.create(name, program, [input.region, ...layer, output]);
}

export function depthwiseBlock(
  { memory, launches, parameters }: Build,
  name: string,
  { region, shape }: MapRegion,
  output: Region,
  step: number,
): Promise<Launch> {
  const kernel = parameters.kernel(name);
  const weights = memory.weights(`${name}.kernel`, packDepthwise(kernel));
  const bias = memory.constants(`${name}.bias`, packBias(parameters.bias(name), inOrder(kernel.inputs, 4)));
  const program = programs.depthwise(shape, kernel.inputs, step);
  return launches.create(name, program, [region, weights, bias, output]);
}

/** A map of a frame and the same of the one before it. */
export interface Pair {
  shape: MapShape;
  slots: [MapRegion, MapRegion];
}

/** One level's compressed features, and the result of the level before if there is one: all in one region. */
export interface ReducedPair extends Pair {
  whole: Region;
  previous: MapRegion | undefined;
}

/** `previous`: channels of the level before's result. */
export function reducedPair({ memory }: Build, name: string, shape: MapShape, previous = 0): ReducedPair {
  const before = { ...shape, channels: previous };
  const { whole, parts } = memory.together(name, [shape, shape, ...(previous > 0 ? [before] : [])]);
  const [first, second, third] = parts;
  return {
    shape,
    whole,
    slots: [
      { region: first, shape },
      { region: second, shape },
    ],
    previous: third && { region: third, shape: before },
  };
}

/** A launch for each slot that the newer frame may be in. */
export function shortTermBlocks(
  { memory, launches, parameters, tile }: Build,
  name: string,
  { shape, whole, slots, previous }: ReducedPair,
  output: MapRegion,
): [Promise<Launch>, Promise<Launch>] {
  const kernel = withoutDifference(parameters.kernel(`${name}.fuse.conv`), shape.channels);
  const lanes = inOrder(kernel.outputs, 8);
  const channels = {
    features: shape.channels,
    previous: previous?.shape.channels ?? 0,
    outputs: output.shape.channels,
  };
  const joined = [...new Array<number>(6).fill(channels.features), channels.previous];
  const weights = memory.weights(`${name}.kernel`, packKernel([kernel], joined, lanes, 2));
  const bias = memory.constants(`${name}.bias`, packBias(parameters.bias(`${name}.fuse.conv`), lanes));
  const written = output.shape.width < shape.width ? 'pool' : 'full';
  const [first = 0, second = 0, before = 0] = [...slots, ...(previous ? [previous] : [])].map(({ region }) =>
    vectorsBefore(memory, region),
  );
  const launch = (older: number, newer: number) =>
    launches.create(name, programs.shortTerm(tile, shape, channels, { older, newer, before }, written), [
      whole,
      weights,
      bias,
      output.region,
    ]);
  return [launch(second, first), launch(first, second)];
}

/** Maps that a ConvGRU cell reads and writes, parts of one region; one that follows another reads its state. */
export interface CellMaps {
  whole: Region;
  x: MapRegion;
  state: MapRegion;
  resetState: Region;
  updateGate: Region;
}

/** Two cells, the second of which reads the first one's state; `channels`: of the input and of both states. */
export function cellMaps(
  { memory }: Build,
  name: string,
  size: Pick<MapShape, 'width' | 'height'>,
  channels: { inputs: number; first: number; second: number },
): [CellMaps, CellMaps] {
  const input = { ...size, channels: channels.inputs };
  const first = { ...size, channels: channels.first };
  const second = { ...size, channels: channels.second };
  const { whole, parts } = memory.together(name, [input, first, first, first, second, second, second]);
  const [x, state1, resetState1, updateGate1, state2, resetState2, updateGate2] = parts;
  const between = { region: state1, shape: first };
  return [
    {
      whole,
      x: { region: x, shape: input },
      state: between,
      resetState: resetState1,
      updateGate: updateGate1,
    },
    {
      whole,
      x: between,
      state: { region: state2, shape: second },
      resetState: resetState2,
      updateGate: updateGate2,
    },
  ];
}

/** Vectors of the buffer that come before a region. */
function vectorsBefore({ scalar }: GpuMemory, { offset }: Region): number {
  return offset / (4 * bytesPerScalar[scalar]);
}

/** The two launches of a cell's step; its state changes in place. */
export function convGruStep(
  { memory, launches, parameters, tile }: Build,
  name: string,
  { whole, x, state, resetState, updateGate }: CellMaps,
): Promise<Launch>[] {
  const states = state.shape.channels;
  const channels = { inputs: x.shape.channels, states };
  const layer = (part: string, lanes: (number | undefined)[]): Layer => [
    memory.weights(
      `${name}.${part}.kernel`,
      packKernel([parameters.kernel(`${name}.${part}`)], [channels.inputs, states], lanes, 2),
    ),
    memory.constants(`${name}.${part}.bias`, packBias(parameters.bias(`${name}.${part}`), lanes)),
  ];
  const begin = (region: Region) => vectorsBefore(memory, region);
  const slots = {
    x: begin(x.region),
    state: begin(state.region),
    resetState: begin(resetState),
    updateGate: begin(updateGate),
  };
  const touched = [x.region, state.region, resetState, updateGate].reduce((sum, { size }) => sum + size, 0);
  const launch = (step: 'gates' | 'update', weights: Layer) =>
    launches.create(`${name}.${step}`, programs.gruStep(step, tile, x.shape, channels, slots), [
      { ...whole, touched },
      ...weights,
    ]);
  return [
    launch('gates', layer('gates', gateLanes(states))),
    launch('update', layer('candidate', inOrder(states, 8))),
  ];
}
