import type { Backend } from '../backends/backend';
import { openWebGpu } from '../backends/webgpu/device';

/** The server was told to score on a GPU, and cannot. */
export class GpuError extends Error {
  override readonly name = 'GpuError';
  /** Worker threads hand errors on without their class. */
  readonly code = 'GPU_UNAVAILABLE';
}

export interface DawnOptions {
  /** What Dawn is created with, such as `adapter=…`. */
  flags?: string[];
  /** Takes an adapter in software, which is slower than WASM, but good enough to test with. */
  software?: boolean;
}

/**
 * Opens WebGPU on Dawn, by the package `webgpu`, once for a thread.
 *
 * @throws {GpuError} where the package is missing, or there is no GPU but perhaps one in software
 */
export async function openDawn({ flags = [], software = false }: DawnOptions = {}): Promise<Backend> {
  const { create, globals } = await import('webgpu').catch((cause: unknown) => {
    throw new GpuError('The package webgpu is missing or does not load here: npm install webgpu', { cause });
  });
  Object.assign(globalThis, globals);
  // Where the backend looks for it. This also holds Dawn's instance, which must outlive its devices.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create(flags) }, configurable: true });
  const backend = await openWebGpu().catch((cause: unknown) => {
    throw new GpuError(`There is no GPU: ${String(cause)}. Let the server score on WASM.`, { cause });
  });
  if (!backend.software || software) return backend;
  backend.close();
  throw new GpuError(
    `There is no GPU but ${String(backend.adapter)}, in software. Let the server score on WASM.`,
  );
}
