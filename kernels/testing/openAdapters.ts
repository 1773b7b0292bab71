import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { create, globals } from 'webgpu';
import { findBrowser } from '../../scripts/findBrowser.mjs';
import { lavapipe } from '../../scripts/vulkan.mjs';
import type { Scalar } from '../../src/backends/webgpu/scalars';
import { TestGpu } from './testGpu';

/** A GPU in software for tests: Mesa's lavapipe, and the SwiftShader that comes with Chromium. */
export interface Adapter {
  name: string;
  gpu: TestGpu;
  /** Messages of errors that nobody caught; must stay empty. */
  errors: string[];
}

/** Dawn's bindings crash when the garbage collector takes an instance whose devices are still in use. */
const instances: GPU[] = [];

const DRIVERS = ['llvmpipe', 'SwiftShader'];
/** Names of those that kernels are to be tested on; SwiftShader has no half floats. */
export const WANTED = ['llvmpipe, f32', 'llvmpipe, f16', 'SwiftShader, f32'];
const SCALARS: readonly Scalar[] = ['f32', 'f16'];

/**
 * lavapipe has LLVM compile every kernel for as many lanes as the CPU has, with all of its passes: 20 s each, which
 * looks like a stall and only ever happened once, since Mesa keeps the result on disk. Four lanes without those passes
 * are enough to test numbers.
 */
const QUICK_TO_COMPILE = { LP_NATIVE_VECTOR_WIDTH: '128', GALLIVM_PERF: 'nopt' };

/** Guards around every load and store double what lavapipe compiles; SwiftShader tests with them. */
const UNGUARDED = 'enable-dawn-features=disable_robustness';

/** Every software adapter of this machine, once for each scalar that it can store. */
export async function openAdapters(): Promise<Adapter[]> {
  // The Vulkan loader reads it when the first instance is made.
  process.env['VK_ICD_FILENAMES'] ??= (await manifests()).join(delimiter);
  process.env['XDG_RUNTIME_DIR'] ??= tmpdir();
  for (const [name, value] of Object.entries(QUICK_TO_COMPILE)) process.env[name] ??= value;
  // GPUBufferUsage and its like.
  Object.assign(globalThis, globals);
  const adapters: Adapter[] = [];
  for (const driver of DRIVERS) {
    const instance = create([`adapter=${driver}`, ...(driver === 'llvmpipe' ? [UNGUARDED] : [])]);
    instances.push(instance);
    const adapter = await instance.requestAdapter();
    if (!adapter) continue;
    for (const scalar of SCALARS) {
      const feature = 'shader-f16';
      if (scalar === 'f16' && !adapter.features.has(feature)) continue;
      // An adapter gives one device.
      const offered = await instance.requestAdapter();
      const device = await offered?.requestDevice({ requiredFeatures: scalar === 'f16' ? [feature] : [] });
      if (!device) throw new Error(`${driver} offers an adapter and gives no device.`);
      const errors: string[] = [];
      device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
      adapters.push({ name: `${driver}, ${scalar}`, gpu: new TestGpu(device, scalar), errors });
    }
  }
  return adapters;
}

async function manifests(): Promise<string[]> {
  const [browser, mesa] = [await findBrowser(), lavapipe()];
  const folders = [...(browser ? [dirname(browser)] : []), '/usr/lib/chromium', '/opt/google/chrome'];
  const swiftShader = folders
    .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
    .filter((path) => existsSync(path));
  return [...(mesa ? [mesa] : []), ...swiftShader];
}
