import type { GpuMemory } from './gpuMemory';
import type { Region } from './region';
import type { Pipelines } from './pipelines';
import type { Program } from './programs';

/** A dispatch with all it needs, ready to be encoded any number of times. */
export interface Encoded {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  workgroups: readonly [x: number, y: number];
}

/** One of a plan. */
export interface Launch extends Encoded {
  label: string;
  /** That it reads or writes, its sizes aside. */
  bytes: number;
}

/** What a binding takes; `undefined` for one that the entry point does not use. */
export type Resource = Region | GPUTextureView | undefined;

/** Makes launches; programs that are alike share a pipeline, and all of them compile at the same time. */
export class Launches {
  readonly #compiling = new Map<string, Promise<GPUComputePipeline>>();

  constructor(
    private readonly memory: GpuMemory,
    private readonly pipelines: Pipelines,
  ) {}

  /** `resources`: by binding number; the program's sizes follow them. */
  async create(label: string, program: Program, resources: readonly Resource[]): Promise<Launch> {
    const { kernel, entry, constants, workgroups, sizes } = program;
    const key = JSON.stringify([kernel, entry, constants]);
    const compiling = this.#compiling.get(key) ?? this.pipelines.create(program, kernel);
    this.#compiling.set(key, compiling);
    const bound = [...resources, sizes && this.memory.constants(`${label}.sizes`, sizes)];
    const pipeline = await compiling;
    const entries = bound.flatMap((resource, binding) => (resource ? [{ binding, resource }] : []));
    const layout = pipeline.getBindGroupLayout(0);
    const group = this.memory.device.createBindGroup({ label, layout, entries });
    const bytes = resources.reduce((sum, resource) => sum + bytesOf(resource), 0);
    return { label, pipeline, group, workgroups, bytes };
  }
}

function bytesOf(resource: Resource): number {
  return resource && 'size' in resource ? (resource.touched ?? resource.size) : 0;
}

/** Encodes launches in order; each sees what those before it wrote. */
export function encode(pass: GPUComputePassEncoder, launches: readonly Encoded[]): void {
  for (const { pipeline, group, workgroups } of launches) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups[0], workgroups[1]);
  }
}
