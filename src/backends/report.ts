/** How one network step runs. */
export type BackendName = 'webgpu' | 'webgl' | 'wasm';

/** What a backend showed when it ran the golden vectors of the PyTorch reference at load. */
export interface SelfTest {
  passed: boolean;
  /** Largest relative L2 distance to the reference over the checked tensors; unitless. */
  relativeL2: number;
  /** Absolute difference of the window score, 0 to 1. */
  scoreDifference: number;
  /** Milliseconds for the golden frames, compilation included. */
  milliseconds: number;
}

export interface BackendReport {
  name: BackendName;
  /** Adapter or renderer as the browser names it; `undefined` where it does not. */
  adapter: string | undefined;
  /** Whether a CPU does the work, by WASM or by playing the GPU. */
  software: boolean;
  /** What our own WebGPU kernels or WebGL programs store; `undefined` where only TensorFlow.js' operations run. */
  scalar: 'f32' | 'f16' | undefined;
  /** Pixels that a thread of our own WebGPU kernels makes, 4 x 2 or 4 x 4, as a trial at load chose; else `undefined`. */
  tile: 'low' | 'tall' | undefined;
  selfTest: SelfTest;
  /** Milliseconds of a frame, from a short trial at load. */
  frameMilliseconds: number;
  /** Backends that were tried or ruled out before this one, in order, and why; of this or an earlier check on the page. */
  skipped: { name: BackendName; reason: string }[];
}
