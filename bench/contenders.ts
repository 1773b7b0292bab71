import { backend, memory, setBackend, zeros } from '@tensorflow/tfjs-core';
import type { WebGLMemoryInfo } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import type { BackendName } from '../src/backends/report';
import type { Renderer } from '../src/backends/webgl/renderer';
import type { Scalar } from '../src/backends/webgpu/scalars';
import { DepthNetwork } from '../src/network/depthNetwork';
import { DrawnBlocks } from '../src/network/drawnBlocks';
import type { FeatureMap } from '../src/network/layers';
import type { Model } from '../src/network/model';
import { PlannedNetwork } from '../src/network/planned/plannedNetwork';

/** One way to run the network; each window of it never ends. */
export interface Contender {
  name: string;
  /** Called before its clock runs. */
  prepare?(): Promise<void>;
  /** Encodes and submits one further frame. */
  push(): Promise<void>;
  /** Resolves with the window's answer, which needs all of the frame. */
  answer(): Promise<unknown>;
  /** Milliseconds to plan, compile and upload, and bytes on the GPU, where the contender is ours. */
  loading?: number;
  bytes?: number;
}

/** The network in TensorFlow.js' operations, on a backend that is open. */
export async function operations(model: Model, weights: ArrayBuffer, name: BackendName): Promise<Contender> {
  const prepare = async () => void (await setBackend(name));
  await prepare();
  const window = new DepthNetwork(model, weights).window();
  const crops = blankCrops(model);
  await window.push(...crops);
  return {
    name: `TensorFlow.js, ${name}`,
    prepare,
    async push() {
      await window.push(...crops);
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
  await window.push(...crops);
  await window.push(...crops);
  await window.finish();
  return {
    name: 'Depthproof, webgl',
    prepare,
    push: () => window.push(...crops),
    answer: () => window.finish(),
    loading: performance.now() - started,
    bytes: allocated() - before,
  };
}

function blankCrops({ architecture }: Model): [FeatureMap, FeatureMap] {
  const { face_size: face, context_size: context } = architecture;
  return [zeros([1, face, face, 3]), zeros([1, context, context, 3])];
}

/** The network in our own WebGPU kernels. */
export async function planned(
  model: Model,
  weights: ArrayBuffer,
  device: GPUDevice,
  scalar: Scalar,
): Promise<{ contender: Contender; network: PlannedNetwork }> {
  const started = performance.now();
  const network = await PlannedNetwork.create(device, scalar, model, weights);
  const image = await createImageBitmap(new ImageData(640, 480));
  const square = { x: 0, y: 0, side: 400 };
  const [face, context] = network.crop(image, square, square);
  if (!face || !context) throw new Error('There are no crops.');
  const window = network.window();
  await window.push(face, context);
  await window.push(face, context);
  await window.finish();
  const contender = {
    name: `Depthproof, webgpu ${scalar}`,
    push: () => window.push(face, context),
    answer: () => window.finish(),
    loading: performance.now() - started,
    bytes: network.bytes,
  };
  return { contender, network };
}

/** Of onnxruntime-web, what is used here; it is loaded from its own folder. */
interface OnnxRuntime {
  env: { wasm: { wasmPaths: string; numThreads: number } };
  InferenceSession: {
    create(url: string, options: { executionProviders: string[] }): Promise<OnnxSession>;
  };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
}

interface OnnxSession {
  inputMetadata: { name: string; shape: readonly number[] }[];
  run(inputs: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** A further frame in onnxruntime-web, from the graph that training/step_onnx.py writes. */
export async function onnx(graph: string, folder: string, provider: 'webgpu' | 'wasm'): Promise<Contender> {
  const runtime = (await import(`${folder}dist/ort.webgpu.min.mjs`)) as OnnxRuntime;
  runtime.env.wasm.wasmPaths = `${folder}dist/`;
  runtime.env.wasm.numThreads = 1;
  const session = await runtime.InferenceSession.create(graph, { executionProviders: [provider] });
  let inputs = Object.fromEntries(
    session.inputMetadata.map(({ name, shape }) => {
      const length = shape.reduce((product, side) => product * side, 1);
      return [name, new runtime.Tensor('float32', new Float32Array(length), shape)];
    }),
  );
  let running: Promise<Record<string, unknown>> | undefined;
  return {
    name: `onnxruntime-web, ${provider}`,
    push() {
      running = session.run(inputs);
      return Promise.resolve();
    },
    async answer() {
      const outputs = await running;
      inputs = Object.fromEntries(
        Object.entries(inputs).map(([name, before]) => [name, outputs?.[`${name}.next`] ?? before]),
      );
    },
  };
}

interface HumanLibrary {
  detect(input: OffscreenCanvas): Promise<{ face: unknown[] }>;
  load(): Promise<void>;
}

/**
 * @vladmandic/human's face pipeline (detector, mesh, liveness, antispoof) on a frame with a face in it: another network
 * for the same purpose, detection included.
 */
export async function human(folder: string, provider: 'wasm' | 'webgl', clip: string): Promise<Contender> {
  // A module of its own for each, since instances of one module share a backend.
  const { default: Human } = (await import(`${folder}dist/human.esm.js?${provider}`)) as {
    default: new (config: object) => HumanLibrary;
  };
  const off = { enabled: false };
  const library = new Human({
    backend: provider,
    modelBasePath: `${folder}models/`,
    wasmPath: '/modules/@tensorflow/tfjs-backend-wasm/dist/',
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      iris: off,
      emotion: off,
      description: off,
      liveness: { enabled: true, skipFrames: 0, skipTime: 0 },
      antispoof: { enabled: true, skipFrames: 0, skipTime: 0 },
      detector: { skipFrames: 0, skipTime: 0 },
      mesh: { enabled: true },
    },
  });
  const frame = await frameOf(clip);
  await library.load();
  let running: ReturnType<HumanLibrary['detect']> | undefined;
  return {
    name: `Human's face pipeline, ${provider}`,
    push() {
      running = library.detect(frame);
      return Promise.resolve();
    },
    async answer() {
      if ((await running)?.face.length !== 1) throw new Error('Human finds no face.');
    },
  };
}

async function frameOf(clip: string): Promise<OffscreenCanvas> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = clip;
  await new Promise((resolve, reject) => {
    video.onseeked = resolve;
    video.onerror = reject;
    video.onloadeddata = () => (video.currentTime = 1);
  });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas;
}
