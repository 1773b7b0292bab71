import { tmpdir } from 'node:os';
import { create, globals } from 'webgpu';
import type { Model } from '../src/model/manifest';
import { kernels, nameOf, operations, precisionsOn } from './contenders';
import { measure } from './measure';
import { openWebGpu } from './openWebGpu';
import { told, type Told } from './report';

/** Dawn's bindings crash when the garbage collector takes an instance whose devices are still in use. */
const instances: GPU[] = [];

/**
 * The same beside TensorFlow.js in Node.
 *
 * @param manifest path of lavapipe's Vulkan manifest: a second implementation of a GPU, and one with fp16; left out for the
 *   machine's own GPU
 * @param limit milliseconds that measuring may take, about
 */
export async function bench(
  manifest: string | undefined,
  model: Model,
  weights: ArrayBuffer,
  rounds: number,
  limit: number | undefined,
): Promise<Told> {
  // The Vulkan loader reads it when the first instance is made.
  if (manifest) process.env['VK_ICD_FILENAMES'] = manifest;
  process.env['XDG_RUNTIME_DIR'] ??= tmpdir();
  Object.assign(globalThis, globals);
  const gpu = create(manifest ? ['adapter=llvmpipe'] : []);
  instances.push(gpu);
  // Where TensorFlow.js looks for it.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const { adapter, features, device } = await openWebGpu(gpu);
  const report = await measure({
    model: model.id,
    machine: { device, adapter, features, renderer: undefined, platform: `Node.js ${process.version}` },
    entries: [
      ...precisionsOn(device).map((precision) => ({
        name: nameOf(precision),
        backend: 'webgpu' as const,
        ours: true as const,
        open: () => kernels(model, weights, device, precision),
      })),
      {
        name: 'TensorFlow.js, webgpu',
        backend: 'webgpu',
        open: () => operations(model, weights, 'webgpu'),
      },
    ],
    rounds,
    limit,
    onProgress: (what) => console.log(what),
  });
  return told(report);
}
