import { timed } from './timed';
import { source } from './limits.wgsl';

/** What an adapter can do at most, measured. */
export interface Limits {
  /** f32 multiply-adds per second. */
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

export async function measureLimits(device: GPUDevice): Promise<Limits> {
  const module = device.createShaderModule({ code: source });
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const terms = device.createBuffer({ size: 16, usage });
  const result = device.createBuffer({ size: 16 * COPY_THREADS, usage });
  const original = device.createBuffer({ size: 16 * COPY_THREADS, usage });
  device.queue.writeBuffer(terms, 0, Float32Array.of(0.999, 0.001, 0, 0));
  const launch = async (
    entryPoint: string,
    resources: Record<number, GPUBuffer>,
    workgroups: number,
    repeated = 1,
  ) => {
    const pipeline = await device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module, entryPoint, constants: entryPoint === 'peak' ? { LOOPS } : {} },
    });
    const entries = Object.entries(resources).map(([binding, buffer]) => ({
      binding: Number(binding),
      resource: { buffer },
    }));
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    return timed(device, (pass) => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let index = 0; index < repeated; index++) pass.dispatchWorkgroups(workgroups);
    });
  };
  try {
    const peak = await launch('peak', { 0: terms, 1: result }, PEAK_THREADS / 64);
    const copy = await launch('copy', { 1: result, 2: original }, COPY_THREADS / 64);
    const nothing = await launch('nothing', {}, 1, LAUNCHES);
    return {
      multiplyAdds: (4 * 8 * LOOPS * PEAK_THREADS) / (peak / 1000),
      bandwidth: (2 * 16 * COPY_THREADS) / (copy / 1000),
      launch: nothing / LAUNCHES,
    };
  } finally {
    for (const buffer of [terms, result, original]) buffer.destroy();
  }
}
