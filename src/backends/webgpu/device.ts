import { isSoftware, type Backend } from '../backend';
import { WebGPUNetwork } from './network';

/**
 * Opens a device of our own, with fp16 where the adapter has it and the limits that every adapter has.
 *
 * @throws {Error} that says why WebGPU cannot be had, or `late`'s reason if nobody waits any more
 */
export async function openWebGpu(late?: AbortSignal): Promise<Backend> {
  const gpu = (navigator as Partial<Navigator>).gpu;
  if (!gpu) throw new Error('this browser has no WebGPU here');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('the browser offers no WebGPU adapter');
  const fp16 = adapter.features.has('shader-f16');
  const device = await adapter.requestDevice({ requiredFeatures: fp16 ? ['shader-f16'] : [] });
  try {
    late?.throwIfAborted();
    return backendOn(device, adapter.info, fp16);
  } catch (error) {
    device.destroy();
    throw error;
  }
}

function backendOn(device: GPUDevice, info: GPUAdapterInfo, fp16: boolean): Backend {
  const { vendor, architecture, description } = info;
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || undefined;
  let closing = false;
  const lost = device.lost.then(({ message, reason }) =>
    closing ? new Promise<string>(() => undefined) : `the GPU device was lost: ${message || reason}`,
  );
  return {
    name: 'webgpu',
    adapter: name,
    software: info.isFallbackAdapter || isSoftware(name),
    precisions: fp16 ? ['fp32', 'fp16'] : ['fp32'],
    network: (model, weights, precision = 'fp32') => WebGPUNetwork.create(device, precision, model, weights),
    select: () => Promise.resolve(),
    lost,
    close() {
      closing = true;
      device.destroy();
    },
  };
}
