import { create } from 'webgpu';
import { afterAll, describe, expect, it } from 'vitest';
import { kernelSource, kernelSources, type KernelName } from '../src/backends/webgpu/kernelSource';
import type { Scalar } from '../src/backends/webgpu/scalars';

// Dawn's null backend compiles for f16 and default limits on any machine, and executes nothing.
const gpu = create(['backend=null']);
const adapter = await gpu.requestAdapter();
const device = await adapter?.requestDevice({ requiredFeatures: ['shader-f16'] });
const names = Object.keys(kernelSources) as KernelName[];

/** Sizes for every `override` that a kernel has no default for, and what it may be compiled for. */
function variants(text: string): Record<string, number>[] {
  const sizes = [...text.matchAll(/override (\w+): \w+;/g)].map(([, name = '']) => [name, 8] as const);
  const tiles = text.includes('override TALL') ? [{ TALL: 0 }, { TALL: 1 }] : [{}];
  return tiles.map((tile) => ({ ...Object.fromEntries(sizes), ...tile }));
}

// Dawn's bindings crash when the garbage collector takes an instance whose devices are still in use.
afterAll(() => [gpu, adapter, device?.destroy()]);

describe.each(names)('%s.wgsl', (name) => {
  it.each(['f32', 'f16'] satisfies Scalar[])(
    'compiles for %s storage within default limits',
    async (scalar) => {
      const code = kernelSource(name, scalar);
      const module = device?.createShaderModule({ code });
      expect((await module?.getCompilationInfo())?.messages.map(({ message }) => message)).toEqual([]);
      const entries = [...code.matchAll(/@compute[^{]*?fn (\w+)/g)].map(([, entry = '']) => entry);
      expect(entries).not.toEqual([]);
      for (const entryPoint of entries)
        for (const constants of variants(code)) {
          const compute = module && { module, entryPoint, constants };
          await expect(
            compute && device?.createComputePipelineAsync({ layout: 'auto', compute }),
          ).resolves.toBeDefined();
        }
    },
  );
});
