import { timed } from './timed';
import { source } from './limits.wgsl';

/** What an adapter can do at most, measured. */
export interface Limits {
  /** f32 multiply-adds per second: the median of what was measured between the contenders' frames. */
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

/** f32 multiply-adds per second. */
export async function measurePeak(device: GPUDevice): Promise<number> {
  const terms = buffer(device, 16);
  const result = buffer(device, 16 * PEAK_THREADS);
  device.queue.writeBuffer(terms, 0, Float32Array.of(0.999, 0.001, 0, 0));
  try {
    const milliseconds = await launch(device, 'peak', { 0: terms, 1: result }, PEAK_THREADS / 64);
    return (4 * 8 * LOOPS * PEAK_THREADS) / (milliseconds / 1000);
  } finally {
    for (const one of [terms, result]) one.destroy();
  }
}

/** Bandwidth and what a launch costs. */
export async function measureTraffic(device: GPUDevice): Promise<Omit<Limits, 'multiplyAdds'>> {
  const [copied, original] = [buffer(device, 16 * COPY_THREADS), buffer(device, 16 * COPY_THREADS)];
  try {
    const copy = await launch(device, 'copy', { 1: copied, 2: original }, COPY_THREADS / 64);
    const nothing = await launch(device, 'nothing', {}, 1, LAUNCHES);
    return { bandwidth: (2 * 16 * COPY_THREADS) / (copy / 1000), launch: nothing / LAUNCHES };
  } finally {
    for (const one of [copied, original]) one.destroy();
  }
}

function buffer(device: GPUDevice, size: number): GPUBuffer {
  return device.createBuffer({
    size,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
}

/** Milliseconds of `repeated` launches. */
async function launch(
  device: GPUDevice,
  entryPoint: string,
  resources: Record<number, GPUBuffer>,
  workgroups: number,
  repeated = 1,
): Promise<number> {
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: {
      module: device.createShaderModule({ code: source }),
      entryPoint,
      constants: entryPoint === 'peak' ? { LOOPS } : {},
    },
  });
  const entries = Object.entries(resources).map(([binding, resource]) => ({
    binding: Number(binding),
    resource: { buffer: resource },
  }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return timed(device, (pass) => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let index = 0; index < repeated; index++) pass.dispatchWorkgroups(workgroups);
  });
}
