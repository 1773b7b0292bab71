import type { BackendName } from '../backends/backend';
import { DepthproofError } from '../errors';
import { EngineClient, type EngineListener, type Opened } from './engineClient';

export interface LastingListener extends EngineListener {
  /** The backend is gone, and with it every window that was being gathered or scored; another engine is opening. */
  lost(): void;
  /** The other engine is open; `loss` is what had become of the one before. */
  rebuilt(opened: Opened, loss: DepthproofError): void;
}

/**
 * An engine that outlives its GPU: the worker of a lost backend is ended and another one opened, which may choose
 * another backend. Once: a machine that loses it again would only go on doing so, and fails with `BACKEND_LOST`.
 */
export class LastingEngine {
  #client: EngineClient;
  #state: 'opening' | 'open' | 'rebuilding' | 'closed' = 'opening';
  #loss: DepthproofError | undefined;
  #forced: BackendName | undefined;
  #ended: (() => void) | undefined;

  constructor(
    private readonly base: URL,
    private readonly listener: LastingListener,
  ) {
    this.#client = this.#start(true);
  }

  /** Failures to open go to the listener, as all others do. */
  async open(backend: BackendName | undefined): Promise<Opened> {
    this.#forced = backend;
    const opened = await this.#client.open(backend);
    this.#state = 'open';
    return opened;
  }

  /** Hands a frame over, or drops it while there is no engine; `release` is called when it is done with. */
  frame(image: ImageBitmap, timestamp: number, release: () => void): void {
    if (this.#state === 'open') {
      this.#client.frame(image, timestamp, release);
      return;
    }
    image.close();
    release();
  }

  /** Resolves when every whole window is scored, by the engine that is there then. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      if (this.#state === 'open') void this.#client.end().then(resolve);
    });
  }

  close(): void {
    this.#state = 'closed';
    this.#client.close();
  }

  #start(memory: boolean): EngineClient {
    const listener: EngineListener = {
      observed: (observed) => {
        this.listener.observed(observed);
      },
      window: (window, scoring) => {
        this.listener.window(window, scoring);
      },
      failed: (error) => void this.#fail(error),
    };
    return new EngineClient(this.base, listener, memory);
  }

  async #fail(error: DepthproofError): Promise<void> {
    if (this.#state === 'rebuilding' && this.#loss) {
      // That nothing takes the lost one's place is the loss's fault.
      const { code, message } = this.#loss;
      this.listener.failed(new DepthproofError(code, message, { cause: error }));
    } else if (error.code !== 'BACKEND_LOST' || this.#loss || this.#state !== 'open') {
      this.listener.failed(error);
    } else {
      this.#loss = error;
      this.#state = 'rebuilding';
      try {
        // What is left right after a GPU crashed is no choice for later checks.
        this.#client = this.#start(false);
      } catch (cause) {
        return this.#fail(cause as DepthproofError);
      }
      this.listener.lost();
      const opened = await this.#client.open(this.#forced);
      this.#state = 'open';
      this.listener.rebuilt(opened, error);
      if (this.#ended) void this.#client.end().then(this.#ended);
    }
  }
}
