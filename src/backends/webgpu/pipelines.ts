import type { Precision } from '../backend';
import type { Kernel } from './recorder';

/** Compiles kernels for one device and precision; dispatches that are alike share a pipeline. */
export class Pipelines {
  /** Bindings of prelude.wgsl: one group serves every dispatch, whose uniform is a dynamic offset. */
  readonly memory: GPUBindGroupLayout;
  /** The video frame that crops are cut out of. */
  readonly image: GPUBindGroupLayout;
  readonly #compiling = new Map<string, Promise<GPUComputePipeline>>();

  constructor(
    private readonly device: GPUDevice,
    private readonly precision: Precision,
  ) {
    const visibility = GPUShaderStage.COMPUTE;
    const storage = { visibility, buffer: { type: 'storage' } } as const;
    const constant = { visibility, buffer: { type: 'read-only-storage' } } as const;
    const sizes = { visibility, buffer: { type: 'uniform', hasDynamicOffset: true } } as const;
    const frame = { visibility, buffer: { type: 'uniform' } } as const;
    this.memory = device.createBindGroupLayout({
      entries: [storage, storage, constant, constant, sizes, frame].map((entry, binding) => ({
        binding,
        ...entry,
      })),
    });
    this.image = device.createBindGroupLayout({ entries: [{ binding: 0, visibility, texture: {} }] });
  }

  /** Rejects with a GPUPipelineError where the driver cannot compile it. */
  compile(kernel: Kernel, overrides: Record<string, number> = {}): Promise<GPUComputePipeline> {
    const key = JSON.stringify([kernel.source, overrides]);
    const compiling = this.#compiling.get(key) ?? this.#compile(kernel, overrides);
    this.#compiling.set(key, compiling);
    return compiling;
  }

  #compile({ source }: Kernel, overrides: Record<string, number>): Promise<GPUComputePipeline> {
    const { device, memory, image } = this;
    const cuts = source.includes('@group(1)');
    return device.createComputePipelineAsync({
      layout: device.createPipelineLayout({ bindGroupLayouts: cuts ? [memory, image] : [memory] }),
      compute: {
        module: device.createShaderModule({ code: codeOf(source, this.precision) }),
        constants: overrides,
      },
    });
  }
}

/** A kernel's text for maps and weights in this precision; the files themselves are in fp32. */
export function codeOf(source: string, precision: Precision): string {
  return precision === 'fp32'
    ? source
    : `enable f16;\n${source.replace('alias scalar = f32;', 'alias scalar = f16;')}`;
}
