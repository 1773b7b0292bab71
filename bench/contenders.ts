import { backend, setBackend } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import type { BackendName, Precision } from '../src/backends/backend';
import { TfjsNetwork } from '../src/backends/tfjs/network';
import { WebGPUNetwork } from '../src/backends/webgpu/network';
import type { Model } from '../src/model/manifest';
import { blankCrops } from './blankCrops';

/** One way to run the network; each window of it never ends. */
export interface Contender {
  /** Called before its clock runs. */
  prepare?(): Promise<void>;
  /** Encodes and submits one further frame. */
  push(): Promise<void>;
  /** Resolves with the window's answer, which needs all of the frame. */
  answer(): Promise<unknown>;
  /** For ours: milliseconds to record, compile, upload and run a window of two frames, and bytes on the GPU. */
  loading?: number;
  bytes?: number;
  /** The network on our WebGPU kernels. */
  network?: WebGPUNetwork;
  precision?: Precision;
}

/** The network in TensorFlow.js' operations, on a backend that is open. */
export async function operations(model: Model, weights: ArrayBuffer, name: BackendName): Promise<Contender> {
  const prepare = async () => void (await setBackend(name));
  await prepare();
  const network = new TfjsNetwork(model, weights);
  const window = network.window();
  const crops = blankCrops(network);
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

/** The network on our own WebGPU kernels. */
export async function kernels(
  model: Model,
  weights: ArrayBuffer,
  device: GPUDevice,
  precision: Precision,
): Promise<Contender> {
  const started = performance.now();
  const network = await WebGPUNetwork.create(device, precision, model, weights);
  const crops = blankCrops(network);
  const window = network.window();
  await window.push(crops);
  await window.push(crops);
  await window.finish();
  return {
    push: () => window.push(crops),
    answer: () => window.finish(),
    loading: performance.now() - started,
    bytes: network.held,
    network,
    precision,
  };
}

/** All that the device can run, the one that the others are measured by first. */
export function precisionsOn(device: GPUDevice): Precision[] {
  return device.features.has('shader-f16') ? ['fp32', 'fp16'] : ['fp32'];
}

/** As a row of the bench is called. */
export function nameOf(precision: Precision): string {
  return `Depthproof, webgpu ${precision}`;
}
