/** Milliseconds of work that can be told from the time it takes to hear of its end. */
export const MEASURABLE = 8;

/** Milliseconds of what `submit` submits to an idle device, until it is known to have ended. */
export async function timed(device: GPUDevice, submit: () => void): Promise<number> {
  await device.queue.onSubmittedWorkDone();
  const started = performance.now();
  submit();
  await device.queue.onSubmittedWorkDone();
  return performance.now() - started;
}
