import type { WindowEvidence } from '../evidence/response';
import { DepthproofError } from '../errors';
import { EngineClient, type EngineListener, type EngineOptions, type Opened } from './engineClient';

export interface RecoveringListener extends EngineListener {
  /** The backend is gone, and with it every window that was being filled or scored; another engine is opening. */
  deviceLost(): void;
  /** The other engine is open; `loss` says what happened to the one before. */
  recovered(opened: Opened, loss: DepthproofError): void;
}

/**
 * An engine that survives the loss of its GPU: it ends the worker of the lost backend and opens another one, which may
 * choose another backend. It does so once. A machine that loses a second backend would lose a third, too, so the engine
 * then fails with `BACKEND_LOST`.
 */
export class RecoveringEngine {
  #client: EngineClient;
  #state: 'opening' | 'open' | 'recovering' | 'closed' = 'opening';
  #loss: DepthproofError | undefined;
  #options: EngineOptions = {};
  #ended: ((evidence: WindowEvidence | undefined) => void) | undefined;

  constructor(
    private readonly base: URL,
    private readonly listener: RecoveringListener,
  ) {
    this.#client = this.#start(true);
  }

  /** Never rejects: failures to open go to the listener, as all others do. */
  async open(options: EngineOptions): Promise<Opened> {
    this.#options = options;
    const opened = await this.#client.open(options);
    this.#state = 'open';
    return opened;
  }

  /** Sends a frame to the engine, or drops it while there is none; either way calls `release` when that is done. */
  frame(image: ImageBitmap, timestamp: number, release: () => void): void {
    if (this.#state === 'open' && !this.#ended) {
      this.#client.frame(image, timestamp, release);
      return;
    }
    image.close();
    release();
  }

  /**
   * Takes no more frames. Resolves when every complete window is scored, if need be by the engine that takes over, with
   * the one that began at `evidence` unless it was lost.
   */
  end(evidence?: number): Promise<WindowEvidence | undefined> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      if (this.#state === 'open') void this.#client.end(evidence).then(resolve);
    });
  }

  close(): void {
    this.#state = 'closed';
    this.#client.close();
  }

  #start(memory: boolean): EngineClient {
    const listener: EngineListener = {
      observed: (observed) => this.listener.observed(observed),
      window: (window, scoring) => this.listener.window(window, scoring),
      failed: (error) => void this.#fail(error),
    };
    return new EngineClient(this.base, listener, memory);
  }

  async #fail(error: DepthproofError): Promise<void> {
    if (this.#state === 'recovering' && this.#loss) {
      // The loss is to blame when nothing can take the lost backend's place.
      const { code, message } = this.#loss;
      this.listener.failed(new DepthproofError(code, message, { cause: error }));
    } else if (error.code !== 'BACKEND_LOST' || this.#loss || this.#state !== 'open') {
      this.listener.failed(error);
    } else {
      this.#loss = error;
      this.#state = 'recovering';
      try {
        // Later checks must not remember a choice made right after a GPU crashed.
        this.#client = this.#start(false);
      } catch (cause) {
        return this.#fail(cause as DepthproofError);
      }
      this.listener.deviceLost();
      const opened = await this.#client.open(this.#options);
      this.#state = 'open';
      this.listener.recovered(opened, error);
      if (this.#ended) void this.#client.end().then(this.#ended);
    }
  }
}
