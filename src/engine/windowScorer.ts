import { probabilityOf, type Model } from '../model/manifest';
import type { Network } from '../network/network';
import type { ScoredWindow } from '../session/protocol';
import type { CropWindow, WindowQueue } from './windowQueue';
import { yieldTask } from './yieldTask';

/** Share of the interval between frames that a network step may take when it streams. */
const STREAMING_SHARE = 0.8;

/** Takes windows from the queue and scores them, one after the other, as fast as the backend allows. */
export class WindowScorer {
  /** @param frameMilliseconds what one frame costs the network, until a window has shown it */
  constructor(
    private readonly network: Network,
    private readonly model: Model,
    private readonly queue: WindowQueue,
    private frameMilliseconds: number,
  ) {}

  /** Runs until scoring fails, and rejects with what failed. */
  async run(onWindow: (window: ScoredWindow) => void): Promise<never> {
    for (;;) {
      const window = this.queue.take(this.#keepsUp);
      if (!window) {
        await this.queue.changed();
        continue;
      }
      const scored = await this.#score(window);
      this.queue.release();
      if (scored) onWindow(scored);
    }
  }

  /** Pushes a window's frames as they arrive; `undefined` if the window was abandoned meanwhile. */
  async #score(window: CropWindow): Promise<ScoredWindow | undefined> {
    const { frames } = this.model.cadence;
    const network = this.network.window({ yieldToTasks: yieldTask });
    let busy = 0;
    let streamed = false;
    try {
      for (let frame = 0; frame < frames; frame++) {
        let crops = window.crops[frame];
        while (!crops) {
          if (window.abandoned) return undefined;
          streamed = true;
          await this.queue.changed();
          crops = window.crops[frame];
        }
        const started = performance.now();
        await network.push(crops);
        busy += performance.now() - started;
      }
      const started = performance.now();
      const { depthMap, score } = await network.finish();
      busy += performance.now() - started;
      // A push to a GPU resolves when its work is ordered: between two frames the work goes on, and no clock sees it.
      const measured = busy / frames;
      this.frameMilliseconds = streamed ? Math.max(this.frameMilliseconds, measured) : measured;
      return {
        startTime: window.startTime,
        endTime: window.endTime,
        score,
        probability: probabilityOf(score, this.model),
        depthMap,
        networkMilliseconds: busy,
        latencyMilliseconds: performance.now() - window.arrival,
        held: this.network.held,
      };
    } finally {
      network.dispose();
    }
  }

  /**
   * Whether a frame costs less than the time to the next one. Only then is a window read while it is being filled: a
   * slower network would keep frames waiting until the window falls apart.
   */
  get #keepsUp(): boolean {
    return this.frameMilliseconds < STREAMING_SHARE * this.model.cadence.intervalMilliseconds;
  }
}
