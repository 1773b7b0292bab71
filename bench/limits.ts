import { MEASURABLE, timed } from '../src/backends/webgpu/timed';
import { source } from './limits.wgsl';
import { median } from './quantiles';

/** What an adapter can do at most, by medians of what was measured. */
export interface Limits {
  /** f32 multiply-adds per second, in the form that the adapter is quickest at. */
  multiplyAdds: number;
  /** Bytes read and written per second in a copy of 64 MiB, more than all but the largest caches hold. */
  bandwidth: number;
  /** Milliseconds of a launch that does nothing. */
  launch: number;
}

const LOOPS = 256;
/** Of a workgroup that computes or copies; each thread writes 16 bytes. */
const THREADS = 64;
/** Of a dispatch, on any adapter. */
const MOST_WORKGROUPS = 65_535;
const MOST_LAUNCHES = 4096;

/** Measures an adapter's limits, as often as it is asked to. */
export class LimitTimes {
  readonly #chains: number[] = [];
  readonly #products: number[] = [];
  readonly #copies: number[] = [];
  readonly #launches: number[] = [];

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
    // A quick adapter would spend much of this on the launch itself, so it is given more.
    const peak = { workgroups: 256, most: MOST_WORKGROUPS };
    return new LimitTimes(
      [terms, result, original],
      await Repeated.open(device, 'chains', { 0: terms, 1: result }, peak, { LOOPS }),
      // As many multiply-adds: each product is four.
      await Repeated.open(device, 'products', { 0: terms, 1: result }, peak, { LOOPS: LOOPS / 4 }),
      await Repeated.open(device, 'copy', { 1: result, 2: original }, { workgroups: MOST_WORKGROUPS }),
      await Repeated.open(device, 'nothing', {}, { workgroups: 1, launches: 200 }),
    );
  }

  async measure(): Promise<void> {
    this.#chains.push(await this.chains.milliseconds());
    this.#products.push(await this.products.milliseconds());
    this.#copies.push(await this.copy.milliseconds());
    this.#launches.push(await this.nothing.milliseconds());
  }

  medians(): Limits {
    const quickest = Math.min(median(this.#chains), median(this.#products));
    return {
      multiplyAdds: (4 * 8 * LOOPS * THREADS) / (quickest / 1000),
      bandwidth: (2 * 16 * THREADS) / (median(this.#copies) / 1000),
      launch: median(this.#launches),
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
  launches?: number;
}

/** A launch, so large and then so often in a pass that its time can be told. */
class Repeated {
  private constructor(
    private readonly device: GPUDevice,
    private readonly pipeline: GPUComputePipeline,
    private readonly group: GPUBindGroup,
    private workgroups: number,
    private launches: number,
  ) {}

  static async open(
    device: GPUDevice,
    entryPoint: string,
    resources: Record<number, GPUBuffer>,
    { workgroups, most = workgroups, launches = 1 }: Amount,
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
    const repeated = new Repeated(device, pipeline, group, workgroups, launches);
    // The first one compiles.
    await repeated.pass();
    while (repeated.launches < MOST_LAUNCHES && (await repeated.pass()) < MEASURABLE) {
      if (repeated.workgroups < most) repeated.workgroups = Math.min(4 * repeated.workgroups, most);
      else repeated.launches = Math.min(4 * repeated.launches, MOST_LAUNCHES);
    }
    return repeated;
  }

  /** Of a workgroup. */
  async milliseconds(): Promise<number> {
    return (await this.pass()) / (this.launches * this.workgroups);
  }

  private async pass(): Promise<number> {
    const { device, pipeline, group, workgroups, launches } = this;
    return launches * (await timed(device, { pipeline, group, workgroups: [workgroups, 1] }, launches));
  }
}
