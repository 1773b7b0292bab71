import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { modelFolder } from '../scripts/assets.mjs';
import type { Scalar } from '../src/backends/webgpu/scalars';
import { compareWithGolden, type Golden } from '../src/network/golden';
import type { Model } from '../src/network/model';
import { PlannedNetwork } from '../src/network/planned/plannedNetwork';
import { openAdapters } from './testing/openAdapters';

const folder = modelFolder();
const adapters = await openAdapters();

// Drivers in software compile slowly on a busy machine.
const PATIENCE = { timeout: 600_000 };

/** Half floats keep one part in 2048, and some twenty layers follow one another. */
const LARGEST_DISTANCE: Record<Scalar, number> = { f32: 1e-4, f16: 1e-2 };
const LARGEST_SCORE_DIFFERENCE: Record<Scalar, number> = { f32: 1e-3, f16: 5e-3 };

async function bytesOf(name: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(resolve(folder, name))).buffer;
}

describe.skipIf(adapters.length === 0)('the plan', PATIENCE, () => {
  let model: Model;
  let weights: ArrayBuffer;
  let golden: Golden;

  beforeAll(async () => {
    // Only holds the crops that go in.
    const require = createRequire(import.meta.url);
    setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/wasm-out/');
    await setBackend('wasm');
    await ready();
    model = JSON.parse((await readFile(resolve(folder, 'model.json'))).toString()) as Model;
    weights = await bytesOf('weights.bin');
    const manifest = JSON.parse((await readFile(resolve(folder, 'golden.json'))).toString()) as Golden;
    golden = { ...manifest, bytes: await bytesOf('golden.bin') };
  });

  describe.each(adapters)('on $name', ({ gpu: { device, scalar }, errors }) => {
    afterEach(() => expect(errors.splice(0)).toEqual([]));
    afterAll(() => device.destroy());

    it("gives PyTorch's numbers in every block that it keeps, over a five-frame stream", async () => {
      const network = await PlannedNetwork.create(device, scalar, model, weights);
      const { blocks, scoreDifference } = await compareWithGolden(
        model,
        weights,
        golden,
        model.architecture.frames,
        () => true,
        (observe) => network.observed(observe),
      );
      network.dispose();
      expect(blocks.size).toBeGreaterThanOrEqual(5 * 10);
      for (const [block, distance] of blocks) expect(distance, block).toBeLessThan(LARGEST_DISTANCE[scalar]);
      expect(scoreDifference).toBeLessThan(LARGEST_SCORE_DIFFERENCE[scalar]);
    });
  });
});
