import type { Precision } from '../src/backends/backend';
import type { WebGPUNetwork } from '../src/backends/webgpu/network';
import { bytesOf } from './bytesOf';
import { median } from './quantiles';
import { timed } from './timed';

/** A dispatch of the network on its own. */
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

/** Times each dispatch of a further frame, as often as it is asked to; the network has run a frame before. */
export class KernelTimes {
  readonly #times: number[][];

  constructor(
    private readonly device: GPUDevice,
    private readonly network: WebGPUNetwork,
    private readonly precision: Precision,
  ) {
    this.#times = network.dispatches.further.map(() => []);
  }

  async measure(): Promise<void> {
    for (const [index, dispatch] of this.network.dispatches.further.entries()) {
      const repeated = new Array<typeof dispatch>(REPEATED).fill(dispatch);
      const time = await timed(this.device, () => {
        this.network.submit(repeated);
      });
      this.#times[index]?.push(time / REPEATED);
    }
  }

  medians(): KernelTime[] {
    return this.network.dispatches.further.map((dispatch, index) => ({
      name: dispatch.label,
      bytes: bytesOf(dispatch, this.precision),
      milliseconds: median(this.#times[index] ?? []),
      multiplyAdds: dispatch.multiplyAdds,
    }));
  }
}
