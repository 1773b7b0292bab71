import { zeros, type Rank } from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TILES } from '../src/backends/webgpu/maps';
import type { Scalar } from '../src/backends/webgpu/scalars';
import { compareWithGolden, type Golden } from '../src/network/golden';
import type { Model } from '../src/model/manifest';
import { PlannedNetwork, type PlannedWindow } from '../src/network/planned/plannedNetwork';
import { goldenBlocks } from './testing/goldenBlocks';
import { openAdapters } from './testing/openAdapters';
import { openWasmInNode, shippedModel } from './testing/shippedModel';

const adapters = await openAdapters();

// Drivers in software compile slowly on a busy machine.
const PATIENCE = { timeout: 600_000 };

/** Half floats keep one part in 2048, and some twenty layers follow one another. */
const LARGEST_DISTANCE: Record<Scalar, number> = { f32: 1e-4, f16: 1e-2 };
/** The logit is a single number, in which errors do not average out. */
const LARGEST_OF_LOGIT: Record<Scalar, number> = { f32: 1e-4, f16: 2e-2 };
const LARGEST_SCORE_DIFFERENCE: Record<Scalar, number> = { f32: 1e-3, f16: 5e-3 };

describe.skipIf(adapters.length === 0)('the plan', PATIENCE, () => {
  let model: Model;
  let weights: ArrayBuffer;
  let golden: Golden;

  beforeAll(async () => {
    // Only holds the crops that go in.
    await openWasmInNode();
    ({ model, weights, golden } = await shippedModel());
  });

  describe.each(adapters)('on $name', ({ gpu: { device, scalar }, errors }) => {
    afterEach(() => expect(errors.splice(0)).toEqual([]));
    afterAll(() => device.destroy());

    const variants = TILES.map((tile) => ({ scalar, tile }));
    const name =
      "with $tile tiles gives PyTorch's numbers in every block that it keeps, over a five-frame stream";
    it.each(variants)(name, async (variant) => {
      const network = await PlannedNetwork.create(device, variant, model, weights);
      const { blocks, scoreDifference } = await compareWithGolden(
        model,
        golden,
        model.architecture.frames,
        network,
      );
      network.dispose();
      expect([...blocks.keys()].sort()).toEqual(goldenBlocks(golden, true));
      for (const [block, distance] of blocks) {
        const largest = block.startsWith('classifier/') ? LARGEST_OF_LOGIT : LARGEST_DISTANCE;
        expect(distance, block).toBeLessThan(largest[scalar]);
      }
      expect(scoreDifference).toBeLessThan(LARGEST_SCORE_DIFFERENCE[scalar]);
    });

    it('gives no answer made of what the GPU has reported an error about', async () => {
      const network = await PlannedNetwork.create(device, { scalar, tile: 'low' }, model, weights);
      const { face_size: size } = model.architecture;
      const crop = zeros<Rank.R4>([1, size, size, 3]);
      const answer = async (window: PlannedWindow) => {
        for (let frame = 0; frame < 2; frame++) await window.push({ face: crop, context: crop });
        return window.finish();
      };
      // No buffer may be of both.
      device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
      await expect(answer(network.window())).rejects.toThrow('The GPU reported an error');
      expect(errors.splice(0)).toHaveLength(1);
      const unwatched = { watches: () => false, see: () => undefined };
      expect(await answer(network.observed(unwatched))).toHaveProperty('score');
      network.dispose();
      crop.dispose();
    });
  });
});
