import { engine, memory } from '@tensorflow/tfjs-core';
import { openWasm } from '../../src/backends/wasm';
import { openWebGl } from '../../src/backends/webgl';
import { openWebGpu } from '../../src/backends/webgpu';
import type { BackendName } from '../../src/backends/report';
import { compareWithGolden, type Golden } from '../../src/network/golden';
import type { Model } from '../../src/network/model';

/** What a spec reads back; maps do not cross the browser's border. */
export interface GoldenResult {
  blocks: Record<string, number>;
  scoreDifference: number;
  adapter: string | undefined;
  tensors: { before: number; after: number };
}

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: HTTP ${String(response.status)}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await bytes(path))) as T;
}

async function open(name: BackendName) {
  if (name === 'webgpu') return openWebGpu();
  if (name === 'webgl') return openWebGl();
  return openWasm(await bytes('/assets/tfjs-backend-wasm-simd.wasm'));
}

async function loadModel() {
  const [model, weights, manifest, goldenBytes] = await Promise.all([
    json<Model>('/assets/model/model.json'),
    bytes('/assets/model/weights.bin'),
    json<Pick<Golden, 'weightsManifest'>>('/assets/model/golden.json'),
    bytes('/assets/model/golden.bin'),
  ]);
  return { model, weights: weights.buffer, golden: { ...manifest, bytes: goldenBytes.buffer } };
}

/** Every block over a whole window of the shipped model on one backend, against PyTorch. */
async function compare(name: BackendName): Promise<GoldenResult> {
  const { model, weights, golden } = await loadModel();
  const backend = await open(name);
  const before = memory().numTensors;
  const { blocks, scoreDifference } = await compareWithGolden(
    model,
    weights,
    golden,
    model.architecture.frames,
  );
  if (engine().backendName !== name) throw new Error(`ran on ${engine().backendName} instead of ${name}`);
  return {
    blocks: Object.fromEntries(blocks),
    scoreDifference,
    adapter: backend.adapter,
    tensors: { before, after: memory().numTensors },
  };
}

Object.assign(window, { golden: { compare } });
