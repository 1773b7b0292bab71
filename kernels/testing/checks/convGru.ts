import { gateLanes, inOrder } from '../../../src/backends/webgpu/packKernel';
import { gruStep } from '../../../src/backends/webgpu/programs';
import { mapLength, packMap, unpackMap, type Tile } from '../../../src/backends/webgpu/maps';
import { readBack } from '../../../src/backends/webgpu/readBack';
import { bytesPerScalar, toScalars } from '../../../src/backends/webgpu/scalars';
import { eachTile, type Check, type Outcome } from '../check';
import { layerBuffers, randomImage, randomLayer } from '../layers';
import { convGru, imageOf, type Image, type Layer } from '../reference';
import type { TestGpu } from '../testGpu';

const STEPS = 5;
const CASES: [width: number, height: number, inputs: number, states: number][] = [
  [8, 8, 32, 16],
  [9, 5, 16, 1],
  [5, 7, 3, 2],
  [4, 3, 6, 12],
];

export const convGruChecks: Check[] = eachTile(CASES, (tile, [width, height, inputs, states], seed) => ({
  name: `ConvGRU in ${tile} tiles, ${String(width)}x${String(height)}, ${String(inputs)} to ${String(states)} channels over ${String(STEPS)} steps in place`,
  async run(gpu: TestGpu): Promise<Outcome> {
    const gates = randomLayer(gpu, 3, inputs + states, 2 * states, seed + 10);
    const candidate = randomLayer(gpu, 3, inputs + states, states, seed + 20);
    const frames = Array.from({ length: STEPS }, (_, step) =>
      randomImage(gpu, width, height, inputs, seed + step),
    );
    const start = imageOf(width, height, states, () => 0);
    const expected = frames.reduce((state, x) => convGru(x, state, gates, candidate), start);
    return { actual: await streamed(gpu, tile, frames, start, gates, candidate), expected: expected.data };
  },
}));

/** The cell's state after all frames, on the GPU. */
export async function streamed(
  gpu: TestGpu,
  tile: Tile,
  frames: readonly Image[],
  start: Image,
  gates: Layer,
  candidate: Layer,
): Promise<Float32Array> {
  const sizes = { inputs: gates.inputs - start.channels, states: start.channels };
  const joined = [sizes.inputs, sizes.states];
  const gateBuffers = layerBuffers(gpu, [gates], joined, gateLanes(sizes.states), 2);
  const candidateBuffers = layerBuffers(gpu, [candidate], joined, inOrder(sizes.states, 8), 2);
  // In another order than the plan's.
  const length = mapLength(start) / 4;
  const slots = { updateGate: 0, state: length, resetState: 2 * length, x: 3 * length };
  const empty = new Float32Array(4 * length);
  const input = { ...start, channels: sizes.inputs };
  const maps = gpu.scalars(
    Float32Array.from(
      [empty, packMap(start.data, start), empty, new Float32Array(mapLength(input))].flatMap((map) => [
        ...map,
      ]),
    ),
  );
  const bytes = bytesPerScalar[gpu.scalar];
  for (const frame of frames) {
    const x = toScalars(packMap(frame.data, frame), gpu.scalar);
    gpu.device.queue.writeBuffer(maps, 4 * slots.x * bytes, x);
    await gpu.run(gruStep('gates', tile, frame, sizes, slots), [maps, ...gateBuffers]);
    await gpu.run(gruStep('update', tile, frame, sizes, slots), [maps, ...candidateBuffers]);
  }
  const state = { buffer: maps, offset: 4 * slots.state * bytes, size: mapLength(start) * bytes };
  return unpackMap(await readBack(gpu.device, state, gpu.scalar), start);
}
