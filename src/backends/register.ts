import { findBackendFactory, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { BackendName } from './report';

/** Makes `backend` TensorFlow.js' current one under this name, in place of one that was there before. */
export async function register(name: BackendName, backend: KernelBackend): Promise<void> {
  // Typed as always there, but null for a name that was never registered.
  const before = findBackendFactory(name) as ReturnType<typeof findBackendFactory> | null;
  if (before) removeBackend(name);
  registerBackend(name, () => backend);
  await select(name);
}

/** Makes a registered backend TensorFlow.js' current one. */
export async function select(name: BackendName): Promise<void> {
  if (!(await setBackend(name))) throw new Error('TensorFlow.js could not start it');
}
