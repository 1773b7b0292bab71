import { describe, expect, it } from 'vitest';
import type { GpuMemory } from './gpuMemory';
import { Launches } from './launches';
import type { Pipelines } from './pipelines';
import type { Program } from './programs';

const memory = { device: { createBindGroup: () => ({}) } } as unknown as GpuMemory;
const pipelines = {
  create: () => Promise.resolve({ getBindGroupLayout: () => ({}) }),
} as unknown as Pipelines;
const program: Program = { kernel: 'refine', entry: 'refine', constants: {}, workgroups: [1, 1] };
const region = { buffer: {} as GPUBuffer, offset: 0, size: 1000 };

describe('a launch', () => {
  it('counts the bytes that it touches, of a part of a region only the part', async () => {
    const resources = [region, undefined, { ...region, touched: 300 }, {} as GPUTextureView];
    const { bytes } = await new Launches(memory, pipelines).create('refine', program, resources);
    expect(bytes).toBe(1300);
  });
});
