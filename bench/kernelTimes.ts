import type { Launch } from '../src/backends/webgpu/launches';
import { timed } from '../src/backends/webgpu/timed';
import { median } from './quantiles';

/** A launch of the plan on its own. */
export interface KernelTime {
  name: string;
  /** The median of its turns. */
  milliseconds: number;
  /** 0 where the kernel does no convolution. */
  multiplyAdds: number;
  /** Bytes of all that it reads or writes: what has to move if everything moves once. */
  bytes: number;
}

/** In one pass, so that the end of a single one need not be heard. */
const REPEATED = 5;

/** Times each launch of a plan that has run a frame, as often as it is asked to. */
export class KernelTimes {
  readonly #times: number[][];

  constructor(
    private readonly device: GPUDevice,
    private readonly launches: readonly Launch[],
  ) {
    this.#times = launches.map(() => []);
  }

  async measure(): Promise<void> {
    for (const [index, launch] of this.launches.entries())
      this.#times[index]?.push(await timed(this.device, launch, REPEATED));
  }

  /** `multiplyAdds`: by the launches' names. */
  medians(multiplyAdds: ReadonlyMap<string, number>): KernelTime[] {
    return this.launches.map(({ label: name, bytes }, index) => ({
      name,
      bytes,
      milliseconds: median(this.#times[index] ?? []),
      multiplyAdds: multiplyAdds.get(name) ?? 0,
    }));
  }
}
