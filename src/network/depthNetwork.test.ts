import { getBackend, memory } from '@tensorflow/tfjs-core';
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

  it('leaves no tensor behind', async () => {
    await compare(2);
    const before = memory().numTensors;
    await compare(3);
    expect(memory().numTensors).toBe(before);
  });
});
