import { GpuMemory } from '../../backends/webgpu/gpuMemory';
import { Launches, type Launch } from '../../backends/webgpu/launches';
import { TILES, type Tile } from '../../backends/webgpu/maps';
import { Pipelines } from '../../backends/webgpu/pipelines';
import { spatialGradient } from '../../backends/webgpu/programs';
import { MEASURABLE, timed } from '../../backends/webgpu/timed';

/** The block that most multiply-adds of a frame are in. */
const SIZE = { width: 64, height: 64 };
const CHANNELS = { inputs: 32, outputs: 48 };
const MOST_LAUNCHES = 256;
/** Each tile has its turn twice: a GPU at rest is slow at first. */
const ROUNDS = 2;

/**
 * The tile with which this adapter is quicker at a spatial gradient block. Rejects where one of them does not compile,
 * and with `late`'s reason before its next launch once nobody waits for it any more.
 */
export async function quickerTile(device: GPUDevice, late?: AbortSignal): Promise<Tile> {
  const memory = new GpuMemory(device, 'f32');
  const launches = new Launches(memory, new Pipelines(device, 'f32'));
  const map = (name: string, channels: number) => memory.map(name, { ...SIZE, channels });
  const pairs = CHANNELS.outputs / 8;
  const resources = [
    map('input', CHANNELS.inputs),
    // Ten taps of two matrices for each pair of planes written and each plane read.
    memory.floats('weights', 16 * 20 * pairs * (CHANNELS.inputs / 4)),
    memory.floats('bias', CHANNELS.outputs),
    map('output', CHANNELS.outputs),
    memory.floats('spare', 4),
  ];
  try {
    const compiling = TILES.map(async (tile) => {
      const program = spatialGradient(tile, SIZE, CHANNELS, 'full');
      const launch = await launches.create(`trial of ${tile} tiles`, program, resources);
      late?.throwIfAborted();
      // The first one may still be compiled.
      await timed(device, launch, 1);
      return { tile, launch };
    });
    // Where one does not compile, the other is let end before its buffers go.
    await Promise.allSettled(compiling);
    const compiled = await Promise.all(compiling);
    let best: { tile: Tile; time: number } = { tile: 'low', time: Infinity };
    for (let round = 0; round < ROUNDS; round++)
      for (const { tile, launch } of compiled) {
        const time = await timeOf(device, launch, late);
        if (time < best.time) best = { tile, time };
      }
    return best.tile;
  } finally {
    memory.destroy();
  }
}

/** Milliseconds of one launch. */
async function timeOf(device: GPUDevice, launch: Launch, late?: AbortSignal): Promise<number> {
  for (let count = 1; ; count *= 4) {
    late?.throwIfAborted();
    const time = await timed(device, launch, count);
    if (time * count >= MEASURABLE || count >= MOST_LAUNCHES) return time;
  }
}
