import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import '@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu';
import { env, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { registerKernels } from 'virtual:tfjs-kernels/webgpu';

/** A device that our own kernels and TensorFlow.js' backend share. */
export interface OpenWebGpu {
  name: 'webgpu';
  adapter: string;
  /** What the adapter offers beyond the least, `shader-f16` and `subgroups` among them. */
  features: string[];
  device: GPUDevice;
  close(): void;
}

/** Opens it, with fp16 where the adapter has it and storage as large as the adapter allows, which TensorFlow.js needs. */
export async function openWebGpu(gpu = (navigator as Partial<Navigator>).gpu): Promise<OpenWebGpu> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('there is no WebGPU adapter');
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('shader-f16') ? ['shader-f16'] : [],
    requiredLimits: { maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize },
  });
  // Small operations would run on a CPU backend that is not bundled.
  env().set('WEBGPU_CPU_FORWARD', false);
  registerKernels();
  registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  const { vendor, architecture, description } = adapter.info;
  return {
    name: 'webgpu',
    adapter: [vendor, architecture, description].filter(Boolean).join(' '),
    features: [...adapter.features].sort(),
    device,
    close() {
      removeBackend('webgpu');
      device.destroy();
    },
  };
}
