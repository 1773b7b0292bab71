import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { getBackend, memory, ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelFolder } from '../../scripts/assets.mjs';
import { compareWithGolden, type Golden } from './golden';
import type { Model } from './model';

const folder = modelFolder();

async function bytesOf(name: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(resolve(folder, name))).buffer;
}

describe('the depth network on WASM in Node', () => {
  let model: Model;
  let weights: ArrayBuffer;
  let golden: Golden;

  beforeAll(async () => {
    const require = createRequire(import.meta.url);
    setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/wasm-out/');
    await setBackend('wasm');
    await ready();
    model = JSON.parse((await readFile(resolve(folder, 'model.json'))).toString()) as Model;
    weights = await bytesOf('weights.bin');
    const manifest = JSON.parse((await readFile(resolve(folder, 'golden.json'))).toString()) as Golden;
    golden = { ...manifest, bytes: await bytesOf('golden.bin') };
  });

  it('answers as PyTorch does, block by block, over a five-frame stream', async () => {
    expect(getBackend()).toBe('wasm');
    const comparison = await compareWithGolden(model, weights, golden, model.architecture.frames);
    const names = golden.weightsManifest.flatMap((group) => group.weights.map(({ name }) => name));
    expect([...comparison.blocks.keys()].sort()).toEqual(
      names.filter((name) => !name.startsWith('score/')).sort(),
    );
    for (const [block, distance] of comparison.blocks) expect(distance, block).toBeLessThan(1e-4);
    expect(comparison.scoreDifference).toBeLessThan(1e-3);
  });

  it('leaves no tensor behind', async () => {
    await compareWithGolden(model, weights, golden, 2);
    const before = memory().numTensors;
    await compareWithGolden(model, weights, golden, 3);
    expect(memory().numTensors).toBe(before);
  });
});
