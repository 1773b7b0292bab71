import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { modelFolder } from '../../scripts/assets.mjs';
import type { Golden } from '../../src/network/golden';
import type { Model } from '../../src/model/manifest';
import { readModel } from '../../src/model/readModel';

/** The models in models/: the one that ships, and the one with the paper's depth branch. */
export const MODELS = ['depthproof-11', 'depthproof-9'] as const;

/** The model that ships, or another one of models/, with PyTorch's answers. */
export async function shippedModel(
  id?: string,
): Promise<{ model: Model; weights: ArrayBuffer; golden: Golden }> {
  const folder = modelFolder(id);
  const bytesOf = async (name: string) => new Uint8Array(await readFile(resolve(folder, name))).buffer;
  const jsonOf = async (name: string) => JSON.parse(await readFile(resolve(folder, name), 'utf8')) as unknown;
  const manifest = (await jsonOf('golden.json')) as Pick<Golden, 'weightsManifest'>;
  return {
    model: readModel(await jsonOf('model.json')),
    weights: await bytesOf('weights.bin'),
    golden: { ...manifest, bytes: await bytesOf('golden.bin') },
  };
}

/** Makes WASM TensorFlow.js' backend in Node. */
export async function openWasmInNode(): Promise<void> {
  const require = createRequire(import.meta.url);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/wasm-out/');
  await setBackend('wasm');
  await ready();
}
