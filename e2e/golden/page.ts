import { memory } from '@tensorflow/tfjs-core';
import { countOn, type Counts } from '../../bench/counters';
import type { BackendName } from '../../src/backends/backend';
import { openWasm } from '../../src/backends/tfjs/wasm';
import { openWebGl } from '../../src/backends/tfjs/webgl';
import { WebGPUNetwork } from '../../src/backends/webgpu/network';
import type { Rectangle } from '../../src/geometry';
import type { Model } from '../../src/model/manifest';
import { readModel } from '../../src/model/readModel';
import { compareWithGolden, type Golden } from '../../src/network/golden';
import { forCropsSeen, disposeCrops, type Crops, type Network } from '../../src/network/network';
import { relativeL2 } from '../../test/kernels/check';
import { goldenBlocks } from '../../test/kernels/goldenBlocks';
import { kernelChecks } from '../../test/kernels/kernelChecks';
import { TestGpu } from '../../test/kernels/testGpu';
import { tinyModel } from './tinyModel';

/** What a spec reads back; maps do not cross the browser's border. */
export interface GoldenResult {
  distances: Record<string, number>;
  /** Names of all taps that there should be. */
  expected: string[];
  scoreDifference: number;
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

async function loadModel() {
  const [model, weights, manifest, goldenBytes] = await Promise.all([
    json<unknown>('/assets/model/model.json'),
    bytes('/assets/model/weights.bin'),
    json<Pick<Golden, 'weightsManifest'>>('/assets/model/golden.json'),
    bytes('/assets/model/golden.bin'),
  ]);
  return {
    model: readModel(model),
    weights: weights.buffer,
    golden: { ...manifest, bytes: goldenBytes.buffer },
  };
}

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  return adapter.requestDevice();
}

/** The network on one backend, and on WebGPU its device. */
async function open(
  name: BackendName,
  model: Model,
  weights: ArrayBuffer,
): Promise<{ network: Network; device?: GPUDevice }> {
  if (name === 'webgpu') {
    const device = await openDevice();
    return { network: await WebGPUNetwork.create(device, 'fp32', model, weights), device };
  }
  const backend = await (name === 'webgl'
    ? openWebGl()
    : openWasm(await bytes('/assets/tfjs-backend-wasm-simd.wasm')));
  return { network: await backend.network(model, weights) };
}

/** Every tap over a whole window of the shipped model on one backend, against PyTorch. */
async function compare(name: BackendName): Promise<GoldenResult> {
  const { model, weights, golden } = await loadModel();
  const { network } = await open(name, model, weights);
  const before = memory().numTensors;
  const { frames } = model.cadence;
  const { distances, scoreDifference } = await compareWithGolden(network, model, golden, frames);
  network.dispose();
  return {
    distances: Object.fromEntries(distances),
    expected: goldenBlocks(golden, name === 'webgpu'),
    scoreDifference,
    tensors: { before, after: memory().numTensors },
  };
}

/** Relative L2 distance to double precision of every kernel, and errors that nobody caught. */
async function kernels(): Promise<KernelResult> {
  const device = await openDevice();
  const errors: string[] = [];
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  const gpu = new TestGpu(device, 'fp32');
  const distances: Record<string, number> = {};
  for (const { name, run } of kernelChecks) distances[name] = relativeL2(await run(gpu));
  return { distances, errors };
}

/** What is held after each third of `frames` frames from bitmap to score. */
async function hold(name: BackendName, frames: number): Promise<Holding[]> {
  const { model, weights } = tinyModel();
  const { network, device } = await open(name, model, weights);
  const errors: string[] = [];
  device?.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  const canvas = new OffscreenCanvas(64, 48);
  canvas.getContext('2d')?.fillRect(8, 8, 20, 20);
  const image = await createImageBitmap(canvas);
  // The first frame of a size makes the texture that the others are copied into.
  const first = network.crop(image, parts(model, { x: 0, y: 0, width: 40, height: 40 }));
  for (const crop of Object.values(first)) await crop.data();
  disposeCrops(first);
  const counted = device && countOn(device);
  const holdings: Holding[] = [];
  for (let frame = 0; frame < frames;) {
    const window = network.window();
    for (let index = 0; index < model.cadence.frames; index++, frame++) {
      const crops = network.crop(image, parts(model, { x: frame % 10, y: 0, width: 40, height: 40 }));
      await window.push(crops);
      disposeCrops(crops);
    }
    await window.finish();
    window.dispose();
    if (frame % (frames / 3) === 0)
      holdings.push({ held: network.held, pooled: pooledBytes(), ...counted?.(), errors: [...errors] });
  }
  return holdings;
}

/** What the network holds, and TensorFlow.js' textures on the GPU, in use or in its pool. */
interface Holding extends Partial<Counts> {
  held: number;
  pooled: number | undefined;
  /** Errors of the GPU that nobody caught. */
  errors: string[];
}

function pooledBytes(): number | undefined {
  return (memory() as { numBytesInGPUAllocated?: number }).numBytesInGPUAllocated;
}

/** What a further frame of the shipped model asks of the device, from the image on. */
async function frameCost(): Promise<Counts> {
  const { model, weights } = await loadModel();
  const { network, device } = await open('webgpu', model, weights);
  if (!device) throw new Error('no device');
  const image = await createImageBitmap(new ImageData(640, 480));
  const part = { x: 0, y: 0, width: 400, height: 400 };
  const window = network.window();
  await window.push(network.crop(image, parts(model, part)));
  const counted = countOn(device);
  await window.push(network.crop(image, parts(model, part, false)));
  return counted();
}

/** The same part of a frame for each crop that the network sees of a window's first frame, or of a further one. */
function parts(model: Model, part: Rectangle, first = true): Crops<Rectangle> {
  return forCropsSeen(model, first, () => part);
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
  const { model, weights } = tinyModel();
  const { network } = await open(name, model, weights);
  const { size } = model.crops.face;
  const differences: Record<string, number> = {};
  // A square of the crop's own size: every pixel of it is the mean of 2 x 2 samples around one of the picture's.
  const square = { x: 90, y: 7, width: size, height: size };
  for (const [way, bitmap] of Object.entries(await bitmaps(192, 144))) {
    const crops = network.crop(bitmap, { face: square });
    const values = Array.from((await crops.face?.data()) ?? []);
    disposeCrops(crops);
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

Object.assign(window, { golden: { compare, frameCost, hold, imports, kernels } });
