import { encode, type Encoded } from '../src/backends/webgpu/launches';

/** Milliseconds of one of `repeated` launches in a pass on an idle device, until all are known to have ended. */
export async function timed(device: GPUDevice, launch: Encoded, repeated: number): Promise<number> {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode(pass, new Array<Encoded>(repeated).fill(launch));
  pass.end();
  await device.queue.onSubmittedWorkDone();
  const started = performance.now();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return (performance.now() - started) / repeated;
}
