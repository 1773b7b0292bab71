import { fromScalars, type Scalar } from './scalars';
import type { Region } from './region';

/** Brings a region's values to the CPU; for tests and self-tests, since it allocates. */
export async function readBack(
  device: GPUDevice,
  region: Region,
  scalar: Scalar,
): Promise<Float32Array<ArrayBuffer>> {
  const { buffer, offset, size } = region;
  const staging = device.createBuffer({
    label: 'read-back',
    size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    return fromScalars(staging.getMappedRange().slice(0), scalar);
  } finally {
    staging.destroy();
  }
}
