import { tmpdir } from 'node:os';
import { create, globals } from 'webgpu';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import '@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu';
import { env, registerBackend } from '@tensorflow/tfjs-core';
import type { Variant } from '../src/backends/webgpu/variant';
import type { Model } from '../src/model/manifest';
import { PlannedCrop } from '../src/network/planned/cropper';
import { nameOf, operations, planned, variantsOn } from './contenders';
import { measure, type Entry } from './measure';
import { told, type Told } from './report';
import { registerKernels } from './webgpuKernels';

/** Dawn's bindings crash when the garbage collector takes an instance whose devices are still in use. */
const instances: GPU[] = [];

/**
 * The same beside TensorFlow.js on Mesa's lavapipe, in Node: a second implementation of a GPU, and one with f16.
 *
 * @param manifest path of the Vulkan loader's description of it
 */
export async function bench(
  manifest: string,
  model: Model,
  weights: ArrayBuffer,
  rounds: number,
): Promise<Told> {
  // The Vulkan loader reads it when the first instance is made.
  process.env['VK_ICD_FILENAMES'] = manifest;
  process.env['XDG_RUNTIME_DIR'] ??= tmpdir();
  Object.assign(globalThis, globals);
  const gpu = create(['adapter=llvmpipe']);
  instances.push(gpu);
  // Where TensorFlow.js looks for it.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('lavapipe gives no adapter');
  const half = adapter.features.has('shader-f16');
  const device = await adapter.requestDevice({
    requiredFeatures: half ? ['shader-f16'] : [],
    requiredLimits: { maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize },
  });
  const { vendor, architecture, description } = adapter.info;

  env().set('WEBGPU_CPU_FORWARD', false);
  registerKernels();
  registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));

  const onKernels = (variant: Variant): Entry => ({
    name: nameOf(variant),
    backend: 'webgpu',
    ours: true,
    open: async () => {
      const crops = { face: place(), context: place() };
      return (await planned(model, weights, device, variant, () => Promise.resolve(crops))).contender;
    },
  });
  const report = await measure({
    model,
    machine: {
      device,
      adapter: [vendor, architecture, description].filter(Boolean).join(' '),
      renderer: undefined,
      platform: `Node.js ${process.version}`,
    },
    entries: [
      ...variantsOn(device).map(onKernels),
      {
        name: 'TensorFlow.js, webgpu',
        backend: 'webgpu',
        open: () => operations(model, weights, 'webgpu'),
      },
    ],
    rounds,
  });
  return told(report);
}

/** The ring's first crop, black: Node has no pictures to cut one from. */
function place(): PlannedCrop {
  return new PlannedCrop(0, [], () => Promise.reject(new Error('nobody reads it')));
}
