import type { BackendName, Precision } from '../backends/backend';

/** What a backend showed when it ran the golden vectors of the PyTorch reference at load. */
export interface SelfTest {
  passed: boolean;
  /** Largest relative L2 distance to the reference over the compared maps; unitless. */
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
  /** Whether a CPU does the work, by WASM or as a software rasterizer. */
  software: boolean;
  /** What our own WebGPU kernels store; `undefined` where TensorFlow.js' operations run. */
  precision: Precision | undefined;
  selfTest: SelfTest;
  /** Milliseconds of a frame, from a short benchmark at load. */
  frameMilliseconds: number;
  /** Backends that were tried or ruled out before this one, in order, and why; of this or an earlier check on the page. */
  skipped: { name: BackendName; reason: string }[];
}
