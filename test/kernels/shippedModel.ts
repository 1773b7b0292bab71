import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { modelFolder } from '../../scripts/assets.mjs';
import type { Golden } from '../../src/network/golden';
import { readModel, type Model } from '../../src/model/manifest';

export interface ModelFiles {
  model: Model;
  weights: ArrayBuffer;
  golden: Golden;
}

/** The models in models/: the one that ships, and the one with the paper's depth branch. */
export const MODELS = ['depthproof-10', 'depthproof-9'] as const;

/** A model with PyTorch's answers; without a name the one that ships. */
export async function shippedModel(name?: (typeof MODELS)[number]): Promise<ModelFiles> {
  const folder = modelFolder(name);
  const bytesOf = async (file: string) => new Uint8Array(await readFile(resolve(folder, file))).buffer;
  const jsonOf = async (file: string): Promise<unknown> =>
    JSON.parse((await readFile(resolve(folder, file))).toString());
  return {
    model: readModel(await jsonOf('model.json')),
    weights: await bytesOf('weights.bin'),
    golden: { ...((await jsonOf('golden.json')) as Golden), bytes: await bytesOf('golden.bin') },
  };
}

/** Makes WASM TensorFlow.js' backend in Node. */
export async function openWasmInNode(): Promise<void> {
  const require = createRequire(import.meta.url);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/wasm-out/');
  await setBackend('wasm');
  await ready();
}
