import type { Contender } from './contenders';

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

/** A further frame in onnxruntime-web, from the graph that training/export/onnx.py writes. */
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
    video.onerror = () => reject(new Error(`${clip} cannot be played.`));
    video.onloadeddata = () => (video.currentTime = 1);
  });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas;
}
