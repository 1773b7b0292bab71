import { getBackend, memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { blankCrops } from '../../../bench/blankCrops';
import { MODELS, openWasmInNode, shippedModel } from '../../../test/kernels/shippedModel';
import { ruleOf, type Model } from '../../model/manifest';
import { compareWithGolden, type Golden } from '../../network/golden';
import { disposeCrops } from '../../network/network';
import { TfjsNetwork } from './network';

describe.each(MODELS)('%s on WASM in Node', (name) => {
  let model: Model;
  let weights: ArrayBuffer;
  let golden: Golden;
  const compare = async (frames: number) => {
    const network = new TfjsNetwork(model, weights);
    const comparison = await compareWithGolden(network, model, golden, frames);
    network.dispose();
    return comparison;
  };

  beforeAll(async () => {
    await openWasmInNode();
    ({ model, weights, golden } = await shippedModel(name));
  });

  it('answers as PyTorch does, map by map, over a five-frame stream', async () => {
    expect(getBackend()).toBe('wasm');
    const comparison = await compare(model.architecture.frames);
    const names = golden.weightsManifest.flatMap((group) => group.weights.map(({ name }) => name));
    expect([...comparison.distances.keys()].sort()).toEqual(
      names.filter((name) => !name.startsWith('score/')).sort(),
    );
    for (const [map, distance] of comparison.distances) expect(distance, map).toBeLessThan(1e-4);
    expect(comparison.scoreDifference).toBeLessThan(1e-3);
  });

  it('leaves no tensor behind where a window ends between the stages of its first frame', async () => {
    const network = new TfjsNetwork(model, weights);
    const crops = blankCrops(network);
    const ended = async (turn: number) => {
      let turns = 0;
      const window = network.window({
        yieldToTasks: () => {
          if (++turns === turn) window.dispose();
          return Promise.resolve();
        },
      });
      await window.push(crops);
      window.dispose();
      return turns;
    };
    const turns = await ended(0);
    const before = memory().numTensors;
    for (let turn = 1; turn <= turns; turn++) {
      expect(await ended(turn), 'it goes on after its end').toBe(turn);
      expect(memory().numTensors, `at turn ${String(turn)}`).toBe(before);
    }
    disposeCrops(crops);
    network.dispose();
  });

  it('leaves no tensor behind', async () => {
    await compare(2);
    const before = memory().numTensors;
    await compare(3);
    expect(memory().numTensors).toBe(before);
  });

  it('holds less between the stages of a first frame than the widest map that it makes', async () => {
    // The depth branch needs its wide maps again.
    const architecture = { ...model.architecture, depth: undefined };
    const network = new TfjsNetwork({ ...model, architecture }, weights);
    const crops = blankCrops(network);
    const heldByFrame = async () => {
      const before = memory().numBytes;
      const held: number[] = [];
      const yieldToTasks = () => {
        held.push(memory().numBytes - before);
        return Promise.resolve();
      };
      const window = network.window({ yieldToTasks });
      await window.push(crops);
      window.dispose();
      return held;
    };
    // It also makes the weights' tensors.
    await heldByFrame();
    // The second bottleneck of MobileNetV2 widens 16 channels six times, before it halves the map's sides.
    const widest = 4 * (ruleOf(model.crops, 'context').size / 2) ** 2 * 16 * 6;
    expect(Math.max(...(await heldByFrame()))).toBeLessThan(widest);
    disposeCrops(crops);
    network.dispose();
  });

  it('answers nothing before the second frame', async () => {
    const network = new TfjsNetwork(model, weights);
    const crops = blankCrops(network);
    const window = network.window();
    await window.push(crops);
    await expect(window.finish()).rejects.toThrow(RangeError);
    window.dispose();
    disposeCrops(crops);
    network.dispose();
  });
});
