import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { modelFolder } from '../../scripts/assets.mjs';
import type { Golden } from '../../src/network/golden';
import type { Model } from '../../src/model/manifest';

const folder = modelFolder();

async function bytesOf(name: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(resolve(folder, name))).buffer;
}

async function jsonOf<T>(name: string): Promise<T> {
  return JSON.parse((await readFile(resolve(folder, name))).toString()) as T;
}

/** The model that ships, with PyTorch's answers, read from models/. */
export async function shippedModel(): Promise<{ model: Model; weights: ArrayBuffer; golden: Golden }> {
  return {
    model: await jsonOf<Model>('model.json'),
    weights: await bytesOf('weights.bin'),
    golden: { ...(await jsonOf<Golden>('golden.json')), bytes: await bytesOf('golden.bin') },
  };
}

/** Makes WASM TensorFlow.js' backend in Node. */
export async function openWasmInNode(): Promise<void> {
  const require = createRequire(import.meta.url);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/wasm-out/');
  await setBackend('wasm');
  await ready();
}
