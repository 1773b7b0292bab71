import { engine, memory } from '@tensorflow/tfjs-core';
import { openWasm } from '../../src/backends/wasm';
import { openWebGl } from '../../src/backends/webgl';
import { openWebGpu } from '../../src/backends/webgpu';
import type { BackendName } from '../../src/backends/report';
import { compareWithGolden, type Golden } from '../../src/network/golden';
import { cropPixels } from '../../src/face/cropPixels';
import { DepthNetwork } from '../../src/network/depthNetwork';
import type { Model } from '../../src/network/model';
import { kernelChecks } from '../../kernels/testing/kernelChecks';
import { relativeL2 } from '../../kernels/testing/check';
import { TestGpu } from '../../kernels/testing/testGpu';
import { tinyModel } from './tinyModel';

/** What a spec reads back; maps do not cross the browser's border. */
export interface GoldenResult {
  blocks: Record<string, number>;
  scoreDifference: number;
  adapter: string | undefined;
  tensors: { before: number; after: number };
}

export interface KernelResult {
  distances: Record<string, number>;
  errors: string[];
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

/** Relative L2 distance to double precision of every kernel, and errors that nobody caught. */
async function kernels(): Promise<KernelResult> {
  const { device } = await open('webgpu');
  if (!device) throw new Error('no device');
  const errors: string[] = [];
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  const gpu = new TestGpu(device, 'f32');
  const distances: Record<string, number> = {};
  for (const { name, run } of kernelChecks) distances[name] = relativeL2(await run(gpu));
  return { distances, errors };
}

/** What is alive after some of `frames` frames from bitmap to score, and after all of them. */
async function hold(name: BackendName, frames: number): Promise<Holding[]> {
  await open(name);
  const { model, weights } = tinyModel();
  const network = new DepthNetwork(model, weights);
  const { face_size: size } = model.architecture;
  const canvas = new OffscreenCanvas(64, 48);
  canvas.getContext('2d')?.fillRect(8, 8, 20, 20);
  const image = await createImageBitmap(canvas);
  const holdings: Holding[] = [];
  for (let frame = 0; frame < frames;) {
    const window = network.window();
    for (let index = 0; index < model.cadence.frames; index++, frame++) {
      const square = { x: frame % 10, y: 0, side: 40 };
      const [face, context] = cropPixels(image, [
        { square, size },
        { square, size },
      ]);
      if (!face || !context) throw new Error('no crops');
      await window.push(face, context);
      face.dispose();
      context.dispose();
    }
    await window.finish();
    window.dispose();
    if (frame % (frames / 3) === 0) holdings.push(holding());
  }
  return holdings;
}

/** Tensors, and bytes on the GPU in use and in the pool, under the names the backends give them. */
interface Holding {
  tensors: number;
  inUse: number | undefined;
  allocated: number | undefined;
}

function holding(): Holding {
  const info = memory() as ReturnType<typeof memory> & Record<string, number | undefined>;
  return {
    tensors: info.numTensors,
    inUse: info['numBytesInGPU'],
    allocated: info['numBytesAllocatedInGPU'] ?? info['numBytesInGPUAllocated'],
  };
}

Object.assign(window, { golden: { compare, hold, kernels } });
