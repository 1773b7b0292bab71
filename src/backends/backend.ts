import type { BackendName } from './report';
import type { Renderer } from './webgl/renderer';

/** One way to run the network, opened and made TensorFlow.js' current backend. */
export interface Backend {
  name: BackendName;
  /** Adapter or renderer as the browser names it. */
  adapter: string | undefined;
  /** Whether a CPU plays the GPU: then WASM is faster. */
  software: boolean;
  /** The device that our own kernels may share; only WebGPU has one. */
  device?: GPUDevice;
  /** What our own programs are drawn with; only WebGL has it. */
  renderer?: Renderer;
  /** Resolves with what happened when the device or context is gone; never rejects. */
  lost: Promise<string>;
  close(): void;
}
