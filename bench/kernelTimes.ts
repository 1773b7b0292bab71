import type { Launch } from '../src/backends/webgpu/launches';
import { encode } from '../src/backends/webgpu/launches';
import { timed } from './timed';

/** A launch of the plan on its own. */
export interface KernelTime {
  name: string;
  milliseconds: number;
  /** 0 where the kernel does no convolution. */
  multiplyAdds: number;
  /** Bytes of all that is bound: what has to move if everything moves once. */
  bytes: number;
}

/** Times each launch by repeating it in one pass. */
export async function kernelTimes(
  device: GPUDevice,
  launches: readonly Launch[],
  multiplyAdds: ReadonlyMap<string, number>,
  repeated = 5,
): Promise<KernelTime[]> {
  const times: KernelTime[] = [];
  for (const launch of launches) {
    const milliseconds = await timed(device, (pass) => {
      encode(pass, new Array<Launch>(repeated).fill(launch));
    });
    const { label: name, bytes } = launch;
    times.push({
      name,
      bytes,
      milliseconds: milliseconds / repeated,
      multiplyAdds: multiplyAdds.get(name) ?? 0,
    });
  }
  return times;
}
