import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { create, globals } from 'webgpu';
import { findBrowser } from '../../scripts/findBrowser.mjs';
import { lavapipe } from '../../scripts/vulkan.mjs';
import type { Precision } from '../../src/backends/backend';
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

/** `npm run test:gpu` takes whatever GPU Dawn finds first instead. */
const onGpu = Boolean(process.env['GPU']);
const DRIVERS = onGpu ? [undefined] : ['llvmpipe', 'SwiftShader'];
/** Adapters that kernels are to be tested on; SwiftShader has no fp16. */
const WANTED = onGpu ? [] : ['llvmpipe, fp32', 'llvmpipe, fp16', 'SwiftShader, fp32'];
const PRECISIONS: readonly Precision[] = ['fp32', 'fp16'];

/**
 * lavapipe has LLVM compile every kernel for as many lanes as the CPU has, with all of its passes: 20 s each, which
 * looks like a stall and only ever happened once, since Mesa keeps the result on disk. Four lanes without those passes
 * are enough to test numbers.
 */
const QUICK_TO_COMPILE = { LP_NATIVE_VECTOR_WIDTH: '128', GALLIVM_PERF: 'nopt' };

/** Guards around every load and store double what lavapipe compiles; SwiftShader tests with them. */
const UNGUARDED = 'enable-dawn-features=disable_robustness';

/** Tests a driver and a precision that others test, too: only `npm run test:all` does. */
const SWEPT = 'llvmpipe, fp32';

/**
 * The software adapters of this machine, once for each precision that they have.
 *
 * @throws {Error} where continuous integration lacks one that is wanted
 */
export async function openAdapters(): Promise<Adapter[]> {
  // The Vulkan loader reads it when the first instance is made.
  if (!onGpu) process.env['VK_ICD_FILENAMES'] ??= (await manifests()).join(delimiter);
  process.env['XDG_RUNTIME_DIR'] ??= tmpdir();
  for (const [name, value] of Object.entries(QUICK_TO_COMPILE)) process.env[name] ??= value;
  // GPUBufferUsage and its like.
  Object.assign(globalThis, globals);
  const adapters: Adapter[] = [];
  for (const driver of DRIVERS) {
    const options = driver ? [`adapter=${driver}`] : [];
    const instance = create([...options, ...(driver === 'llvmpipe' ? [UNGUARDED] : [])]);
    instances.push(instance);
    // Dawn refuses to look for a driver that is not installed, instead of finding no adapter.
    const adapter = await instance.requestAdapter().catch(() => null);
    if (!adapter && onGpu) throw new Error('Dawn finds no GPU here.');
    if (!adapter) continue;
    const name = driver ?? adapter.info.description;
    for (const precision of PRECISIONS) {
      const feature = 'shader-f16';
      if (precision === 'fp16' && !adapter.features.has(feature)) continue;
      // An adapter gives one device.
      const offered = await instance.requestAdapter();
      const device = await offered?.requestDevice({
        requiredFeatures: precision === 'fp16' ? [feature] : [],
      });
      if (!device) throw new Error(`${name} offers an adapter and gives no device.`);
      const errors: string[] = [];
      device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
      adapters.push({ name: `${name}, ${precision}`, gpu: new TestGpu(device, precision), errors });
    }
  }
  const missing = WANTED.filter((wanted) => !adapters.some(({ name }) => name === wanted));
  if (process.env['CI'] && missing.length > 0) throw new Error(`No adapter for ${missing.join('; ')}.`);
  if (onGpu || process.env['SWEEP'] || adapters.length < WANTED.length) return adapters;
  adapters.find(({ name }) => name === SWEPT)?.gpu.device.destroy();
  return adapters.filter(({ name }) => name !== SWEPT);
}

async function manifests(): Promise<string[]> {
  const [browser, mesa] = [await findBrowser(), lavapipe()];
  const folders = [...(browser ? [dirname(browser)] : []), '/usr/lib/chromium', '/opt/google/chrome'];
  const swiftShader = folders
    .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
    .filter((path) => existsSync(path));
  return [...(mesa ? [mesa] : []), ...swiftShader];
}
