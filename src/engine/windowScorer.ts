import type { Model } from '../model/manifest';
import { paceOf } from '../network/evidence';
import type { Network } from '../network/network';
import { probabilityOf } from '../session/decision';
import type { ScoredWindow } from '../session/protocol';
import type { CapturedWindow, WindowQueue } from './windowQueue';
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
  async #score(window: CapturedWindow): Promise<ScoredWindow | undefined> {
    const { frames: count } = this.model.cadence;
    const network = this.network.window({ yieldToTasks: yieldTask });
    let busy = 0;
    let streamed = false;
    try {
      for (let index = 0; index < count; index++) {
        let frame = window.frames[index];
        while (!frame) {
          if (window.abandoned) return undefined;
          streamed = true;
          await this.queue.changed();
          frame = window.frames[index];
        }
        const started = performance.now();
        await network.push(frame.crops);
        busy += performance.now() - started;
      }
      const frames = window.frames.map(({ timestamp, parts }) => ({ timestamp, parts }));
      const times = frames.map(({ timestamp }) => timestamp);
      const started = performance.now();
      const pace = paceOf(times, this.model.cadence);
      const { score, evidence, texture, depthMap } = await network.finish(pace);
      // As where a half float overflows. It would leave the whole check undecided, as if the person were to blame.
      if (Number.isNaN(score)) throw new RangeError('the score of a window is no number');
      busy += performance.now() - started;
      // A push to a GPU resolves when its work is ordered: between two frames the work goes on, and no clock sees it.
      const measured = busy / count;
      this.frameMilliseconds = streamed ? Math.max(this.frameMilliseconds, measured) : measured;
      return {
        startTime: times.at(0) ?? NaN,
        endTime: times.at(-1) ?? NaN,
        frames,
        score,
        probability: probabilityOf(score, this.model.decision),
        evidence,
        texture,
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
