import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import '@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu';
import { identityConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Identity';
import { env, registerKernel, removeBackend } from '@tensorflow/tfjs-core';
import type { Backend } from './backend';
import { register } from './register';
import { isSoftware } from './software';

/**
 * Opens our own device, with halves where there are some and the limits that every adapter has, and hands it to
 * TensorFlow.js, whose own factory asks for no halves and fails with a TypeError where there is no adapter. Throws an
 * Error that says why WebGPU cannot be had, or `late`'s reason if nobody waits for it any more.
 */
export async function openWebGpu(late?: AbortSignal): Promise<Backend> {
  const gpu = (navigator as Partial<Navigator>).gpu;
  if (!gpu) throw new Error('this browser has no WebGPU here');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('the browser offers no WebGPU adapter');
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('shader-f16') ? ['shader-f16'] : [],
  });
  try {
    late?.throwIfAborted();
    return await backendOn(device, adapter.info);
  } catch (error) {
    device.destroy();
    throw error;
  }
}

async function backendOn(device: GPUDevice, info: GPUAdapterInfo): Promise<Backend> {
  const { vendor, architecture, description } = info;
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || undefined;

  let closing = false;
  const lost = device.lost.then((info) =>
    closing
      ? new Promise<string>(() => undefined)
      : `the GPU device was lost: ${info.message || info.reason}`,
  );
  // Our own kernels compute here; of TensorFlow.js' only the one that clones, which computes nothing.
  registerKernel(identityConfig);
  // Small operations would run on a CPU backend that we do not bundle.
  env().set('WEBGPU_CPU_FORWARD', false);
  await register('webgpu', new WebGPUBackend(device, info));
  return {
    name: 'webgpu',
    adapter: name,
    software: info.isFallbackAdapter || isSoftware(name),
    device,
    lost,
    close() {
      closing = true;
      removeBackend('webgpu');
      device.destroy();
    },
  };
}
