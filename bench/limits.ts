import { source } from './limits.wgsl';
import { median } from './quantiles';
import { MEASURABLE, timed } from './timed';

/** What an adapter can do at most, by medians of what was measured. */
export interface Limits {
  /** f32 multiply-adds per second, in the form that the adapter is quickest at. */
  multiplyAdds: number;
  /** Bytes read and written per second in a copy of 64 MiB, more than all but the largest caches hold. */
  bandwidth: number;
  /** Milliseconds of a dispatch that does nothing. */
  dispatch: number;
}

const LOOPS = 256;
/** Threads of a workgroup that computes or copies; each writes 16 bytes. */
const THREADS = 64;
/** Most workgroups of a dispatch, on any adapter. */
const MOST_WORKGROUPS = 65_535;
const MOST_DISPATCHES = 4096;

/** Measures an adapter's limits, as often as it is asked to. */
export class LimitTimes {
  readonly #chains: number[] = [];
  readonly #products: number[] = [];
  readonly #copies: number[] = [];
  readonly #dispatches: number[] = [];

  private constructor(
    private readonly buffers: readonly GPUBuffer[],
    private readonly chains: Repeated,
    private readonly products: Repeated,
    private readonly copy: Repeated,
    private readonly nothing: Repeated,
  ) {}

  static async open(device: GPUDevice): Promise<LimitTimes> {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const terms = device.createBuffer({ size: 64, usage });
    const size = 16 * THREADS * MOST_WORKGROUPS;
    const result = device.createBuffer({ size, usage });
    const original = device.createBuffer({ size, usage });
    // So small that nothing overflows, however often it is added.
    device.queue.writeBuffer(terms, 0, new Float32Array(16).fill(0.001));
    // A quick adapter would spend much of this on the dispatch itself, so it is given more.
    const peak = { workgroups: 256, most: MOST_WORKGROUPS };
    return new LimitTimes(
      [terms, result, original],
      await Repeated.open(device, 'chains', { 0: terms, 1: result }, peak, { LOOPS }),
      // As many multiply-adds: each product is four.
      await Repeated.open(device, 'products', { 0: terms, 1: result }, peak, { LOOPS: LOOPS / 4 }),
      await Repeated.open(device, 'copy', { 1: result, 2: original }, { workgroups: MOST_WORKGROUPS }),
      await Repeated.open(device, 'nothing', {}, { workgroups: 1, dispatches: 200 }),
    );
  }

  async measure(): Promise<void> {
    this.#chains.push(await this.chains.milliseconds());
    this.#products.push(await this.products.milliseconds());
    this.#copies.push(await this.copy.milliseconds());
    this.#dispatches.push(await this.nothing.milliseconds());
  }

  medians(): Limits {
    const quickest = Math.min(median(this.#chains), median(this.#products));
    return {
      multiplyAdds: (4 * 8 * LOOPS * THREADS) / (quickest / 1000),
      bandwidth: (2 * 16 * THREADS) / (median(this.#copies) / 1000),
      dispatch: median(this.#dispatches),
    };
  }

  close(): void {
    for (const buffer of this.buffers) buffer.destroy();
  }
}

/** What a pass begins with; `most` is what its workgroups may grow to. */
interface Amount {
  workgroups: number;
  most?: number;
  dispatches?: number;
}

/** A dispatch, so large and then so often in a pass that its time can be told. */
class Repeated {
  private constructor(
    private readonly device: GPUDevice,
    private readonly pipeline: GPUComputePipeline,
    private readonly group: GPUBindGroup,
    private workgroups: number,
    private dispatches: number,
  ) {}

  static async open(
    device: GPUDevice,
    entryPoint: string,
    resources: Record<number, GPUBuffer>,
    { workgroups, most = workgroups, dispatches = 1 }: Amount,
    constants: Record<string, number> = {},
  ): Promise<Repeated> {
    const module = device.createShaderModule({ code: source });
    const pipeline = await device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module, entryPoint, constants },
    });
    const entries = Object.entries(resources).map(([binding, buffer]) => ({
      binding: Number(binding),
      resource: { buffer },
    }));
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    const repeated = new Repeated(device, pipeline, group, workgroups, dispatches);
    // The first one compiles.
    await repeated.pass();
    while (repeated.dispatches < MOST_DISPATCHES && (await repeated.pass()) < MEASURABLE) {
      if (repeated.workgroups < most) repeated.workgroups = Math.min(4 * repeated.workgroups, most);
      else repeated.dispatches = Math.min(4 * repeated.dispatches, MOST_DISPATCHES);
    }
    return repeated;
  }

  /** Milliseconds of a workgroup. */
  async milliseconds(): Promise<number> {
    return (await this.pass()) / (this.dispatches * this.workgroups);
  }

  private pass(): Promise<number> {
    const { device, pipeline, group, workgroups, dispatches } = this;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let index = 0; index < dispatches; index++) pass.dispatchWorkgroups(workgroups);
    pass.end();
    const commands = encoder.finish();
    return timed(device, () => {
      device.queue.submit([commands]);
    });
  }
}
