import { encode, type Encoded } from './launches';

/** Milliseconds of work that can be told from the time it takes to hear of its end. */
export const MEASURABLE = 8;

/** Milliseconds of one of `repeated` launches in a pass on an idle device, until all are known to have ended. */
export async function timed(device: GPUDevice, launch: Encoded, repeated: number): Promise<number> {
  await device.queue.onSubmittedWorkDone();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode(pass, new Array<Encoded>(repeated).fill(launch));
  pass.end();
  const commands = encoder.finish();
  const started = performance.now();
  device.queue.submit([commands]);
  await device.queue.onSubmittedWorkDone();
  return (performance.now() - started) / repeated;
}
