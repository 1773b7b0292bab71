import type { BackendName } from '../backends/backend';
import type { WindowEvidence } from '../evidence/response';
import { DepthproofError } from '../errors';
import { EngineClient, type EngineListener, type Opened } from './engineClient';

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
  #state: 'opening' | 'open' | 'recovering' | 'concluded' | 'closed' = 'opening';
  #loss: DepthproofError | undefined;
  #forced: BackendName | undefined;
  #evidenceAfter: number | undefined;
  #ended: (() => void) | undefined;

  constructor(
    private readonly base: URL,
    private readonly listener: RecoveringListener,
  ) {
    this.#client = this.#start(true);
  }

  /**
   * Never rejects: failures to open go to the listener, as all others do.
   *
   * @param evidenceAfter see `ToWorker`
   */
  async open(backend: BackendName | undefined, evidenceAfter?: number): Promise<Opened> {
    this.#forced = backend;
    this.#evidenceAfter = evidenceAfter;
    const opened = await this.#client.open(backend, evidenceAfter);
    this.#state = 'open';
    return opened;
  }

  /** Sends a frame to the engine, or drops it while there is none; either way calls `release` when that is done. */
  frame(image: ImageBitmap, timestamp: number, release: () => void): void {
    if (this.#state === 'open') {
      this.#client.frame(image, timestamp, release);
      return;
    }
    image.close();
    release();
  }

  /** Resolves when every complete window is scored, if need be by the engine that takes over. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      if (this.#state === 'open') void this.#client.end().then(resolve);
    });
  }

  /** Takes no more frames, and resolves with the scored window that began at `startTime`. Failures go to the listener. */
  evidence(startTime: number): Promise<WindowEvidence> {
    this.#state = 'concluded';
    return this.#client.evidence(startTime);
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
      const opened = await this.#client.open(this.#forced, this.#evidenceAfter);
      this.#state = 'open';
      this.listener.recovered(opened, error);
      if (this.#ended) void this.#client.end().then(this.#ended);
    }
  }
}
