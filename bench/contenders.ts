import { backend, memory, setBackend, zeros } from '@tensorflow/tfjs-core';
import type { WebGLMemoryInfo } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import type { BackendName } from '../src/backends/backend';
import type { Renderer } from '../src/backends/webgl/renderer';
import type { Launch } from '../src/backends/webgpu/launches';
import type { Variant } from '../src/backends/webgpu/variant';
import { DepthNetwork, type CropTensors } from '../src/network/depthNetwork';
import { DrawnBlocks } from '../src/network/drawnBlocks';
import type { Model } from '../src/model/manifest';
import type { PlannedCrops } from '../src/network/planned/cropper';
import { PlannedNetwork } from '../src/network/planned/plannedNetwork';

/** One way to run the network; each window of it never ends. */
export interface Contender {
  /** Called before its clock runs. */
  prepare?(): Promise<void>;
  /** Encodes and submits one further frame. */
  push(): Promise<void>;
  /** Resolves with the window's answer, which needs all of the frame. */
  answer(): Promise<unknown>;
  /** Of ours: milliseconds to plan, compile, upload and run a window of two frames, and bytes on the GPU. */
  loading?: number;
  bytes?: number;
  /** A frame's, on our WebGPU kernels. */
  launches?: readonly Launch[];
}

/** The network in TensorFlow.js' operations, on a backend that is open. */
export async function operations(model: Model, weights: ArrayBuffer, name: BackendName): Promise<Contender> {
  const prepare = async () => void (await setBackend(name));
  await prepare();
  const window = new DepthNetwork(model, weights).window();
  const crops = blankCrops(model);
  await window.push(crops);
  return {
    prepare,
    async push() {
      await window.push(crops);
      if (name !== 'webgpu') return;
      // What is left of the last batch of commands.
      const webgpu = backend() as WebGPUBackend;
      webgpu.endComputePassEncoder();
      webgpu.submitQueue();
    },
    answer: () => window.finish(),
  };
}

/** The network in our own WebGL programs. */
export async function drawn(model: Model, weights: ArrayBuffer, renderer: Renderer): Promise<Contender> {
  const prepare = async () => void (await setBackend('webgl'));
  await prepare();
  const allocated = () => (memory() as WebGLMemoryInfo).numBytesInGPUAllocated;
  const before = allocated();
  const started = performance.now();
  const window = new DepthNetwork(model, weights, (all) => new DrawnBlocks(renderer, all)).window();
  const crops = blankCrops(model);
  await window.push(crops);
  await window.push(crops);
  await window.finish();
  return {
    prepare,
    push: () => window.push(crops),
    answer: () => window.finish(),
    loading: performance.now() - started,
    bytes: allocated() - before,
  };
}

function blankCrops({ architecture }: Model): CropTensors {
  const { face_size: face, context_size: context } = architecture;
  return { face: zeros([1, face, face, 3]), context: zeros([1, context, context, 3]) };
}

/** The network in our own WebGPU kernels. */
export async function planned(
  model: Model,
  weights: ArrayBuffer,
  device: GPUDevice,
  variant: Variant,
  cut: (network: PlannedNetwork) => Promise<PlannedCrops | CropTensors> = cutBlankImage,
): Promise<{ contender: Contender; network: PlannedNetwork }> {
  const started = performance.now();
  const network = await PlannedNetwork.create(device, variant, model, weights);
  const crops = await cut(network);
  const window = network.window();
  await window.push(crops);
  await window.push(crops);
  await window.finish();
  const contender = {
    push: () => window.push(crops),
    answer: () => window.finish(),
    loading: performance.now() - started,
    bytes: network.bytes,
    launches: network.launches,
  };
  return { contender, network };
}

/** All that the device can run, the one that the others are measured by first. */
export function variantsOn(device: GPUDevice): Variant[] {
  const scalars = device.features.has('shader-f16') ? (['f32', 'f16'] as const) : (['f32'] as const);
  return scalars.flatMap((scalar) => [
    { scalar, tile: 'tall' },
    { scalar, tile: 'low' },
  ]);
}

/** As a row of the bench is called. */
export function nameOf({ scalar, tile }: Variant): string {
  return `Depthproof, webgpu ${scalar} ${tile}`;
}

async function cutBlankImage(network: PlannedNetwork): Promise<PlannedCrops> {
  const image = await createImageBitmap(new ImageData(640, 480));
  const part = { x: 0, y: 0, width: 400, height: 400 };
  return network.crop(image, part, part);
}
