import type { Encoded } from '../src/backends/webgpu/launches';
import { source } from './limits.wgsl';
import { median } from './quantiles';
import { timed } from './timed';

/** What an adapter can do at most, by medians of what was measured. */
export interface Limits {
  /** f32 multiply-adds per second, in the form that the adapter is quickest at. */
  multiplyAdds: number;
  /** Bytes read and written per second, far beyond any cache. */
  bandwidth: number;
  /** Milliseconds of a launch that does nothing. */
  launch: number;
}

const PEAK_THREADS = 16_384;
const LOOPS = 256;
/** Threads of 16 bytes each; a dispatch has at most 65535 workgroups of 64. */
const COPY_THREADS = 2 ** 21;
const LAUNCHES = 200;
/** Milliseconds of work that can be told from the time it takes to hear of its end. */
const MEASURABLE = 8;
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
    const result = device.createBuffer({ size: 16 * COPY_THREADS, usage });
    const original = device.createBuffer({ size: 16 * COPY_THREADS, usage });
    // So small that nothing overflows, however often it is added.
    device.queue.writeBuffer(terms, 0, new Float32Array(16).fill(0.001));
    return new LimitTimes(
      [terms, result, original],
      await Repeated.open(device, 'chains', { 0: terms, 1: result }, PEAK_THREADS / 64, { LOOPS }),
      // As many multiply-adds: each product is four.
      await Repeated.open(device, 'products', { 0: terms, 1: result }, PEAK_THREADS / 64, {
        LOOPS: LOOPS / 4,
      }),
      await Repeated.open(device, 'copy', { 1: result, 2: original }, COPY_THREADS / 64),
      await Repeated.open(device, 'nothing', {}, 1, {}, LAUNCHES),
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
      multiplyAdds: (4 * 8 * LOOPS * PEAK_THREADS) / (quickest / 1000),
      bandwidth: (2 * 16 * COPY_THREADS) / (median(this.#copies) / 1000),
      launch: median(this.#launches),
    };
  }

  close(): void {
    for (const buffer of this.buffers) buffer.destroy();
  }
}

/** A launch, so often in a pass that its time can be told. */
class Repeated {
  private constructor(
    private readonly device: GPUDevice,
    private readonly launch: Encoded,
    private count: number,
  ) {}

  static async open(
    device: GPUDevice,
    entryPoint: string,
    resources: Record<number, GPUBuffer>,
    workgroups: number,
    constants: Record<string, number> = {},
    least = 1,
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
    const repeated = new Repeated(device, { pipeline, group, workgroups: [workgroups, 1] }, least);
    // The first one compiles.
    await repeated.milliseconds();
    while (repeated.count < MOST_LAUNCHES && (await repeated.milliseconds()) * repeated.count < MEASURABLE)
      repeated.count *= 4;
    return repeated;
  }

  /** Of one launch. */
  milliseconds(): Promise<number> {
    return timed(this.device, this.launch, this.count);
  }
}
