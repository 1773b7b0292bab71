import { findBackendFactory, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { Backend } from '../backend';
import { TfjsNetwork } from './network';

/** The `Backend` of any of TensorFlow.js' backends, once `backend` is its current one under this name. */
export async function register(
  name: 'webgl' | 'wasm',
  backend: KernelBackend,
): Promise<Pick<Backend, 'name' | 'precisions' | 'network' | 'select'>> {
  // Typed as always there, but null for a name that was never registered.
  const before = findBackendFactory(name) as ReturnType<typeof findBackendFactory> | null;
  if (before) removeBackend(name);
  registerBackend(name, () => backend);
  const select = async () => {
    if (!(await setBackend(name))) throw new Error('TensorFlow.js could not start it');
  };
  await select();
  return {
    name,
    precisions: [undefined],
    network: (model, weights) => Promise.resolve(new TfjsNetwork(model, weights)),
    select,
  };
}
