import type { Model } from '../model/manifest';
import type { Network } from '../network/network';

/** How the network runs. */
export type BackendName = 'webgpu' | 'webgl' | 'wasm';

/** The type in which maps and weights are stored; sums are always made in fp32. */
export type Precision = 'fp32' | 'fp16';

/** One way to run the network, opened. */
export interface Backend {
  name: BackendName;
  /** Adapter or renderer as the browser names it. */
  adapter: string | undefined;
  /** Whether a CPU does the work, by WASM or as a software rasterizer. */
  software: boolean;
  /** Precisions in which networks can be opened here; `undefined` where TensorFlow.js decides. */
  precisions: readonly (Precision | undefined)[];
  /** Opens the network. Rejects where it cannot run. */
  network(model: Model, weights: ArrayBuffer, precision?: Precision): Promise<Network>;
  /** Takes its place again after another one was opened. */
  select(): Promise<void>;
  /** Resolves with what happened when the device or context is gone; never rejects. */
  lost: Promise<string>;
  close(): void;
}

/** Whether an adapter's or renderer's name is that of a software rasterizer. */
export function isSoftware(name: string | undefined): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render|lavapipe/i.test(name ?? '');
}
