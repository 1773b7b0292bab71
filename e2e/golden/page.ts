import { engine, env, memory } from '@tensorflow/tfjs-core';
import { openWasm } from '../../src/backends/wasm';
import { openWebGl } from '../../src/backends/webgl';
import { openWebGpu } from '../../src/backends/webgpu';
import type { BackendName } from '../../src/backends/backend';
import type { OpenBlocks } from '../../src/network/blocks';
import { compareWithGolden, type Golden } from '../../src/network/golden';
import { DepthNetwork } from '../../src/network/depthNetwork';
import { DrawnBlocks } from '../../src/network/drawnBlocks';
import { PlannedNetwork } from '../../src/network/planned/plannedNetwork';
import type { Network } from '../../src/network/network';
import type { Backend } from '../../src/backends/backend';
import { countOn, type Counts } from '../../bench/counters';
import { registerKernels } from '../../bench/webgpuKernels';
import type { Model } from '../../src/model/manifest';
import { kernelChecks } from '../../kernels/testing/kernelChecks';
import { relativeL2 } from '../../kernels/testing/check';
import { goldenBlocks } from '../../kernels/testing/goldenBlocks';
import { TestGpu } from '../../kernels/testing/testGpu';
import { programChecks } from './programChecks';
import { programProperties, type Properties } from './programProperties';
import { TestPrograms } from './testPrograms';
import { tinyModel } from './tinyModel';

/** What a spec reads back; maps do not cross the browser's border. */
export interface GoldenResult {
  blocks: Record<string, number>;
  /** Names of all blocks that there should be. */
  expected: string[];
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
  // Of TensorFlow.js' own kernels the product registers none that computes.
  if (name === 'webgpu') registerKernels();
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

/**
 * Every block over a whole window of the shipped model on one backend, against PyTorch; `own`: by our own kernels or
 * programs instead of TensorFlow.js' operations; `half`: as on hardware where WebGL renders half floats only.
 */
async function compare(name: BackendName, own: boolean, half: boolean): Promise<GoldenResult> {
  const { model, weights, golden } = await loadModel();
  if (half) env().set('WEBGL_FORCE_F16_TEXTURES', true);
  const backend = await open(name);
  const before = memory().numTensors;
  const network =
    own && backend.device
      ? await plannedOn(backend, model, weights)
      : new DepthNetwork(model, weights, own ? drawnOn(backend) : undefined);
  const { blocks, scoreDifference } = await compareWithGolden(
    model,
    golden,
    model.architecture.frames,
    network,
  );
  network.dispose();
  if (engine().backendName !== name) throw new Error(`ran on ${engine().backendName} instead of ${name}`);
  return {
    blocks: Object.fromEntries(blocks),
    expected: goldenBlocks(golden, network instanceof PlannedNetwork),
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

/** Relative L2 distance to double precision of our WebGL programs, on half floats only if `half`. */
async function programs(half: boolean): Promise<Record<string, number>> {
  const gpu = await TestPrograms.open(half);
  return Object.fromEntries(programChecks.map(({ name, run }) => [name, relativeL2(run(gpu))]));
}

async function properties(half: boolean): Promise<Properties> {
  return programProperties(await TestPrograms.open(half));
}

function drawnOn({ renderer }: Backend): OpenBlocks {
  if (!renderer) throw new Error('no renderer');
  return (weights) => new DrawnBlocks(renderer, weights);
}

function plannedOn({ device }: Backend, model: Model, weights: ArrayBuffer): Promise<PlannedNetwork> {
  if (!device) throw new Error('no device');
  return PlannedNetwork.create(device, { scalar: 'f32', tile: 'tall' }, model, weights);
}

/** What is alive after some of `frames` frames from bitmap to score, and after all of them. */
async function hold(name: BackendName, own: boolean, frames: number): Promise<Holding[]> {
  const backend = await open(name);
  const { device } = backend;
  const errors: string[] = [];
  device?.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  const { model, weights } = tinyModel();
  const network: Network =
    own && device
      ? await plannedOn(backend, model, weights)
      : new DepthNetwork(model, weights, own ? drawnOn(backend) : undefined);
  const canvas = new OffscreenCanvas(64, 48);
  canvas.getContext('2d')?.fillRect(8, 8, 20, 20);
  const image = await createImageBitmap(canvas);
  // The first frame of a size makes the texture that the others are copied into.
  const whole = { x: 0, y: 0, width: 40, height: 40 };
  const { face, context } = network.crop(image, whole, whole);
  for (const crop of [face, context]) {
    await crop.data();
    crop.dispose();
  }
  const counted = own && device ? countOn(device) : undefined;
  const holdings: Holding[] = [];
  for (let frame = 0; frame < frames;) {
    const window = network.window();
    for (let index = 0; index < model.cadence.frames; index++, frame++) {
      const part = { x: frame % 10, y: 0, width: 40, height: 40 };
      const crops = network.crop(image, part, part);
      await window.push(crops);
      crops.face.dispose();
      crops.context.dispose();
    }
    await window.finish();
    window.dispose();
    if (frame % (frames / 3) === 0) holdings.push({ ...holding(), ...counted?.(), errors: [...errors] });
  }
  return holdings;
}

/** Tensors, and bytes on the GPU in use and in the pool, under the names the backends give them. */
interface Holding extends Partial<Counts> {
  tensors: number;
  inUse: number | undefined;
  allocated: number | undefined;
  /** Errors of the GPU that nobody caught. */
  errors: string[];
}

function holding(): Omit<Holding, 'errors'> {
  const info = memory() as ReturnType<typeof memory> & Record<string, number | undefined>;
  return {
    tensors: info.numTensors,
    inUse: info['numBytesInGPU'],
    allocated: info['numBytesAllocatedInGPU'] ?? info['numBytesInGPUAllocated'],
  };
}

/** What a further frame of the shipped model asks of the device, from the picture on. */
async function frameCost(): Promise<Counts> {
  const { model, weights } = await loadModel();
  const backend = await open('webgpu');
  const plan = await plannedOn(backend, model, weights);
  if (!backend.device) throw new Error('no device');
  const image = await createImageBitmap(new ImageData(640, 480));
  const part = { x: 0, y: 0, width: 400, height: 400 };
  const window = plan.window();
  await window.push(plan.crop(image, part, part));
  const counted = countOn(backend.device);
  await window.push(plan.crop(image, part, part));
  return counted();
}

/** A grey ramp with a step in it, so that a shift or a filter would show; 0 to 255. */
function greyAt(x: number, y: number): number {
  return x < 100 ? x + y : 255 - Math.floor((x + y) / 3);
}

/** That picture by every way on which one becomes a bitmap. */
async function bitmaps(width: number, height: number): Promise<Record<string, ImageBitmap>> {
  const greys = Uint8Array.from({ length: width * height }, (_, i) =>
    greyAt(i % width, Math.floor(i / width)),
  );
  const picture = new ImageData(width, height);
  greys.forEach((grey, i) => {
    picture.data.set([grey, grey, grey, 255], 4 * i);
  });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(picture, 0, 0);
  // As cameras deliver it: luma from 16 to 235, chroma of half the size at its middle.
  const luma = greys.map((grey) => Math.round(16 + (219 * grey) / 255));
  const planes = new Uint8Array(1.5 * luma.length).fill(128);
  planes.set(luma);
  const init = { codedWidth: width, codedHeight: height, timestamp: 0 };
  const sources = {
    'image data': picture,
    canvas,
    'RGB frame': new VideoFrame(picture.data, { ...init, format: 'RGBX' }),
    'I420 frame': new VideoFrame(planes, { ...init, format: 'I420' }),
  };
  const made: Record<string, ImageBitmap> = {};
  for (const [name, source] of Object.entries(sources)) {
    made[name] = await createImageBitmap(source);
    if (source instanceof VideoFrame) source.close();
  }
  return made;
}

/** By the way that a picture took, the largest difference of its crop from the picture itself, in grey levels. */
async function imports(name: BackendName): Promise<Record<string, number>> {
  const backend = await open(name);
  const { model, weights } = tinyModel();
  const network: Network =
    name === 'webgpu' ? await plannedOn(backend, model, weights) : new DepthNetwork(model, weights);
  const size = model.architecture.face_size;
  const differences: Record<string, number> = {};
  // A square of the crop's own size: every pixel of it is the mean of 2 x 2 samples around one of the picture's.
  const square = { x: 90, y: 7, width: size, height: size };
  for (const [way, bitmap] of Object.entries(await bitmaps(192, 144))) {
    const { face, context } = network.crop(bitmap, square, square);
    const values = Array.from(await face.data());
    face.dispose();
    context.dispose();
    if (values.length !== 3 * size * size) throw new Error('not the whole crop');
    differences[way] = Math.max(
      ...values.map((value, i) => {
        const pixel = Math.floor(i / 3);
        const [x, y] = [square.x + (pixel % size), square.y + Math.floor(pixel / size)];
        return Math.abs(255 * (value + 0.5) - sampledGrey(x, y));
      }),
    );
  }
  network.dispose();
  return differences;
}

/** Mean of 2 x 2 bilinear samples at a quarter of a pixel from the centre: weights 1, 6, 1 along either axis. */
function sampledGrey(x: number, y: number): number {
  const weights = [1, 6, 1].map((weight) => weight / 8);
  let sum = 0;
  weights.forEach((vertical, row) => {
    weights.forEach((horizontal, column) => {
      sum += vertical * horizontal * greyAt(x + column - 1, y + row - 1);
    });
  });
  return sum;
}

Object.assign(window, { golden: { compare, frameCost, hold, imports, kernels, programs, properties } });
