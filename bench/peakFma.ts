import { source } from './peak_fma.wgsl';

const THREADS = 16_384;
const LOOPS = 256;
const RUNS = 5;

/** Best of a few runs, in multiply-adds per second (f32). */
export async function peakMultiplyAdds(device: GPUDevice): Promise<number> {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const terms = device.createBuffer({ size: 16, usage });
  const result = device.createBuffer({ size: 16 * THREADS, usage });
  device.queue.writeBuffer(terms, 0, Float32Array.of(0.999, 0.001, 0, 0));
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: source }), constants: { LOOPS } },
  });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [terms, result].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  let best = Infinity;
  for (let run = 0; run <= RUNS; run++) {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(THREADS / 64);
    pass.end();
    const started = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    // The first run compiles.
    if (run > 0) best = Math.min(best, performance.now() - started);
  }
  for (const buffer of [terms, result]) buffer.destroy();
  return (4 * 8 * LOOPS * THREADS) / (best / 1000);
}
