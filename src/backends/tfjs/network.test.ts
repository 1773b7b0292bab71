import { getBackend, memory, zeros, type Rank } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWasmInNode, shippedModel } from '../../kernels/testing/shippedModel';
import { DepthNetwork } from './depthNetwork';
import { compareWithGolden, type Golden } from './golden';
import type { Model } from './model';

describe('the depth network on WASM in Node', () => {
  let model: Model;
  let weights: ArrayBuffer;
  let golden: Golden;
  const compare = async (frames: number) => {
    const network = new DepthNetwork(model, weights);
    const comparison = await compareWithGolden(model, golden, frames, network);
    network.dispose();
    return comparison;
  };

  beforeAll(async () => {
    await openWasmInNode();
    ({ model, weights, golden } = await shippedModel());
  });

  it('answers as PyTorch does, block by block, over a five-frame stream', async () => {
    expect(getBackend()).toBe('wasm');
    const comparison = await compare(model.architecture.frames);
    const names = golden.weightsManifest.flatMap((group) => group.weights.map(({ name }) => name));
    expect([...comparison.blocks.keys()].sort()).toEqual(
      names.filter((name) => !name.startsWith('score/')).sort(),
    );
    for (const [block, distance] of comparison.blocks) expect(distance, block).toBeLessThan(1e-4);
    expect(comparison.scoreDifference).toBeLessThan(1e-3);
  });

  it('leaves no tensor behind where a window ends between the stages of its first frame', async () => {
    const network = new DepthNetwork(model, weights);
    const size = model.architecture.face_size;
    const crop = zeros<Rank.R4>([1, size, size, 3]);
    const ended = async (turn: number) => {
      let turns = 0;
      const window = network.window(() => {
        if (++turns === turn) window.dispose();
        return Promise.resolve();
      });
      await window.push({ face: crop, context: crop });
      window.dispose();
      return turns;
    };
    const turns = await ended(0);
    const before = memory().numTensors;
    for (let turn = 1; turn <= turns; turn++) {
      await ended(turn);
      expect(memory().numTensors, `at turn ${String(turn)}`).toBe(before);
    }
    crop.dispose();
    network.dispose();
  });

  it('leaves no tensor behind', async () => {
    await compare(2);
    const before = memory().numTensors;
    await compare(3);
    expect(memory().numTensors).toBe(before);
  });
});
