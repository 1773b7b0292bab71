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
    const storage = { type: 'storage' } as const;
    const constant = { type: 'read-only-storage' } as const;
    const dispatch = { type: 'uniform', hasDynamicOffset: true } as const;
    const replay = { type: 'uniform' } as const;
    const buffers = [storage, storage, constant, constant, dispatch, replay];
    const entries = buffers.map((buffer, binding) => ({ binding, visibility, buffer }));
    this.memory = device.createBindGroupLayout({ entries });
    this.image = device.createBindGroupLayout({ entries: [{ binding: 0, visibility, texture: {} }] });
  }

  /** Rejects with a GPUPipelineError where the driver cannot compile it. */
  compile({ source }: Kernel, overrides: Record<string, number> = {}): Promise<GPUComputePipeline> {
    const key = JSON.stringify([source, overrides]);
    const known = this.#compiling.get(key);
    if (known) return known;
    const { device, memory, image } = this;
    const cuts = source.includes('@group(1)');
    const compiling = device.createComputePipelineAsync({
      layout: device.createPipelineLayout({ bindGroupLayouts: cuts ? [memory, image] : [memory] }),
      compute: {
        module: device.createShaderModule({ code: codeOf(source, this.precision) }),
        constants: overrides,
      },
    });
    this.#compiling.set(key, compiling);
    return compiling;
  }
}

/** A kernel's text for maps and weights in this precision; the files themselves are in fp32. */
export function codeOf(source: string, precision: Precision): string {
  return precision === 'fp32'
    ? source
    : `enable f16;\n${source.replace('alias scalar = f32;', 'alias scalar = f16;')}`;
}
