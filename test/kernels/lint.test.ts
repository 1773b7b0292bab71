import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, globals } from 'webgpu';
import { afterAll, describe, expect, it } from 'vitest';
import type { Precision } from '../../src/backends/backend';
import { codeOf, Pipelines } from '../../src/backends/webgpu/pipelines';
import type { Kernel } from '../../src/backends/webgpu/recorder';

// GPUShaderStage and its like.
Object.assign(globalThis, globals);

// Dawn's null backend compiles for fp16 and default limits on any machine, and executes nothing.
const gpu = create(['backend=null']);
const adapter = await gpu.requestAdapter();
const device = await adapter?.requestDevice({ requiredFeatures: ['shader-f16'] });
if (!device) throw new Error('Dawn has no null backend.');

/** What other kernels begin with; they have no entry point. */
const PRELUDES = ['prelude.wgsl', 'tiles.wgsl'];
const folder = fileURLToPath(new URL('../../kernels', import.meta.url));
const names = readdirSync(folder).filter((name) => !PRELUDES.includes(name));

// Dawn's bindings crash when the garbage collector takes an instance whose devices are still in use.
afterAll(() => [gpu, adapter, device.destroy()]);

describe.each(names)('%s', (name) => {
  it.each(['fp32', 'fp16'] satisfies Precision[])(
    'compiles for %s storage within default limits and our bindings',
    async (precision) => {
      const kernel = (await import(`../../kernels/${name.replace('.wgsl', '')}.wgsl`)) as Kernel;
      expect(Object.keys(kernel.uniforms)).not.toEqual([]);
      const module = device.createShaderModule({ code: codeOf(kernel.source, precision) });
      expect((await module.getCompilationInfo()).messages.map(({ message }) => message)).toEqual([]);
      await expect(new Pipelines(device, precision).compile(kernel)).resolves.toBeDefined();
    },
  );
});
