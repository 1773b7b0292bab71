import { kernelSource, type KernelName } from './kernelSource';
import type { Compiled } from './programs';
import type { Scalar } from './scalars';

/** Compiles programs on one device; a kernel's text is parsed once. */
export class Pipelines {
  readonly #modules = new Map<KernelName, GPUShaderModule>();

  constructor(
    private readonly device: GPUDevice,
    private readonly scalar: Scalar,
  ) {}

  /** Rejects with a GPUPipelineError where the driver cannot compile it. */
  create({ kernel, entry, constants }: Compiled, label: string): Promise<GPUComputePipeline> {
    return this.device.createComputePipelineAsync({
      label,
      layout: 'auto',
      compute: { module: this.#module(kernel), entryPoint: entry, constants },
    });
  }

  #module(kernel: KernelName): GPUShaderModule {
    let module = this.#modules.get(kernel);
    if (!module) {
      module = this.device.createShaderModule({ label: kernel, code: kernelSource(kernel, this.scalar) });
      this.#modules.set(kernel, module);
    }
    return module;
  }
}
