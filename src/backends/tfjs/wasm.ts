import { BackendWasm, init, setWasmPaths } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import '@tensorflow/tfjs-backend-wasm/dist/flags_wasm';
import { env, removeBackend } from '@tensorflow/tfjs-core';
import { registerKernels } from 'virtual:tfjs-kernels/wasm';
import type { Backend } from '../backend';
import { register } from './register';

/**
 * Opens TensorFlow.js' WASM backend from bytes that the caller has verified. Single-threaded: threads need a
 * cross-origin isolated page, which a login page rarely is. Throws an Error that says why it cannot be had.
 */
export async function openWasm(binary: Uint8Array<ArrayBuffer>, late?: AbortSignal): Promise<Backend> {
  if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('this browser has no WASM SIMD');
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  // A blob of its own: what runs is what was verified, and the server's MIME type does not matter.
  const url = URL.createObjectURL(new Blob([binary], { type: 'application/wasm' }));
  registerKernels();
  let registered: Awaited<ReturnType<typeof register>>;
  try {
    setWasmPaths(
      {
        'tfjs-backend-wasm.wasm': url,
        'tfjs-backend-wasm-simd.wasm': url,
        'tfjs-backend-wasm-threaded-simd.wasm': url,
      },
      true,
    );
    const { wasm } = await init();
    late?.throwIfAborted();
    registered = await register('wasm', new BackendWasm(wasm));
  } finally {
    URL.revokeObjectURL(url);
  }
  return {
    ...registered,
    adapter: undefined,
    software: true,
    lost: new Promise(() => undefined),
    close() {
      removeBackend('wasm');
    },
  };
}
