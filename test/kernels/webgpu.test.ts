import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { blankCrops } from '../../bench/blankCrops';
import { countOn } from '../../bench/counters';
import type { Precision } from '../../src/backends/backend';
import { WebGPUNetwork } from '../../src/backends/webgpu/network';
import type { Model } from '../../src/model/manifest';
import { compareWithGolden, type Golden } from '../../src/network/golden';
import { disposeCrops } from '../../src/network/network';
import { goldenBlocks } from './goldenBlocks';
import { openAdapters } from './openAdapters';
import { shippedModel } from './shippedModel';

const adapters = await openAdapters();

// Drivers in software compile slowly on a busy machine.
const PATIENCE = { timeout: 600_000 };

/** fp16 keeps one part in 2048, and some twenty layers follow one another. */
const LARGEST_DISTANCE: Record<Precision, number> = { fp32: 1e-4, fp16: 1e-2 };
/** Evidence and log odds are single numbers, in which errors do not average out. */
const LARGEST_OF_NUMBER: Record<Precision, number> = { fp32: 1e-4, fp16: 2e-2 };
const LARGEST_SCORE_DIFFERENCE: Record<Precision, number> = { fp32: 1e-3, fp16: 5e-3 };
/** Dispatches of a further frame, its crops aside: the paper's network, and the one that ships. */
const DISPATCHES = { 'depthproof-9': 29, 'depthproof-11': 107 };

afterAll(() => {
  for (const { gpu } of adapters) gpu.device.destroy();
});

const models = Object.entries(DISPATCHES);
describe.skipIf(adapters.length === 0).each(models)('%s on WebGPU', PATIENCE, (id, most) => {
  let model: Model;
  let weights: ArrayBuffer;
  let golden: Golden;

  beforeAll(async () => {
    ({ model, weights, golden } = await shippedModel(id));
  });

  describe.each(adapters)('on $name', ({ gpu: { device, precision }, errors }) => {
    let network: WebGPUNetwork;

    beforeAll(async () => {
      network = await WebGPUNetwork.create(device, precision, model, weights);
    }, PATIENCE.timeout);
    afterEach(() => expect(errors.splice(0)).toEqual([]));
    afterAll(() => {
      network.dispose();
    });

    it("gives PyTorch's numbers in every map that it writes, over a five-frame stream", async () => {
      const { frames } = model.architecture;
      const { distances, scoreDifference } = await compareWithGolden(network, model, golden, frames);
      expect([...distances.keys()].sort()).toEqual(goldenBlocks(golden, true));
      for (const [name, distance] of distances) {
        const largest = /^(evidence|log odds)/.test(name) ? LARGEST_OF_NUMBER : LARGEST_DISTANCE;
        expect(distance, name).toBeLessThan(largest[precision]);
      }
      expect(scoreDifference).toBeLessThan(LARGEST_SCORE_DIFFERENCE[precision]);
    });

    it('reads back what is watched, and makes no object on the GPU for a further frame, which is one submit', async () => {
      let watched = ['appearance', 'moments'];
      const seen: string[] = [];
      const see = (name: string) => void seen.push(name);
      const counts = countOn(device);
      const crops = blankCrops(network);
      const window = network.window({ taps: { watches: (name) => watched.includes(name), see } });
      for (let frame = 0; frame < 2; frame++) await window.push(crops);
      await window.finish();
      expect(seen).toEqual(watched);
      expect(counts().objects).toBe(watched.length);

      watched = [];
      await window.push(crops);
      const { dispatches, submits, objects } = counts();
      window.dispose();
      disposeCrops(crops);
      expect({ submits, objects }).toEqual({ submits: 1, objects: 0 });
      expect(dispatches).toBe(network.dispatches.further.length);
      expect(dispatches).toBe(most);
    });

    it('gives the same answer whatever the window before was, and none made of what the GPU has reported an error about', async () => {
      const answer = async (frames: number, before: () => void = () => undefined) => {
        const crops = blankCrops(network);
        const window = network.window();
        try {
          for (let frame = 0; frame < frames; frame++) await window.push(crops);
          before();
          return await window.finish();
        } finally {
          window.dispose();
          disposeCrops(crops);
        }
      };
      const first = await answer(2);
      // It ends on the other of the two places that the state is in.
      const failing = answer(3, () => {
        // No buffer may be of both.
        device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
      });
      await expect(failing).rejects.toThrow('The GPU reported an error');
      expect(errors.splice(0)).toHaveLength(1);
      expect(await answer(2)).toEqual(first);
    });
  });
});
