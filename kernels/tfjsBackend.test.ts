import { keep, memory, registerKernel, tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import { identityConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Identity';
import { afterAll, expect, it, vi } from 'vitest';
import { register } from '../src/backends/register';
import { openAdapters } from './testing/openAdapters';

const adapters = await openAdapters();

afterAll(() => {
  for (const { gpu } of adapters) gpu.device.destroy();
  vi.unstubAllGlobals();
});

it("TensorFlow.js' WebGPU backend holds what the self-test sees, with no kernel but the one that clones", async () => {
  const device = adapters[0]?.gpu.device;
  if (!device) throw new Error('There is no adapter.');
  // All that it asks of a browser before it takes the device.
  vi.stubGlobal('navigator', { gpu: {} });
  registerKernel(identityConfig);
  await register('webgpu', new WebGPUBackend(device, {} as GPUAdapterInfo));
  const crop = tensor4d([0.25, 0.5, 0.75], [1, 1, 1, 3]);
  const seen = tidy(() => keep(tensor([1, 2, 3]).clone()));
  expect(await seen.data()).toEqual(Float32Array.of(1, 2, 3));
  expect(await crop.data()).toEqual(Float32Array.of(0.25, 0.5, 0.75));
  crop.dispose();
  seen.dispose();
  expect(memory().numTensors).toBe(0);
});
