import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { create, globals } from 'webgpu';
import { findBrowser } from '../../scripts/findBrowser.mjs';
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

/**
 * Every software adapter of this machine, for kernels on f32: lavapipe takes minutes to compile one on f16, which
 * lint.test.ts therefore only compiles.
 */
export async function openAdapters(): Promise<Adapter[]> {
  // The Vulkan loader reads it when the first instance is made.
  process.env['VK_ICD_FILENAMES'] ??= (await manifests()).join(delimiter);
  process.env['XDG_RUNTIME_DIR'] ??= tmpdir();
  // GPUBufferUsage and its like.
  Object.assign(globalThis, globals);
  const adapters: Adapter[] = [];
  for (const driver of DRIVERS) {
    const instance = create([`adapter=${driver}`]);
    instances.push(instance);
    const device = await (await instance.requestAdapter())?.requestDevice();
    if (!device) continue;
    const errors: string[] = [];
    device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
    adapters.push({ name: driver, gpu: new TestGpu(device, 'f32'), errors });
  }
  return adapters;
}

async function manifests(): Promise<string[]> {
  const browser = await findBrowser();
  return [
    '/usr/share/vulkan/icd.d/lvp_icd.json',
    '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json',
    ...[...(browser ? [dirname(browser)] : []), '/usr/lib/chromium', '/opt/google/chrome'].map((folder) =>
      join(folder, 'vk_swiftshader_icd.json'),
    ),
  ].filter((path) => existsSync(path));
}
