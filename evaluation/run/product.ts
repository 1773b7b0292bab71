import type { BackendName } from '../../src/backends/backend';
import { unlessAborted } from '../../src/timeout';
import { EngineClient } from '../../src/page/engineClient';
import type { FacePrior, AnalyzedFrame, ScoredWindow } from '../../src/session/protocol';

type Opened = Awaited<ReturnType<EngineClient['open']>>;

/**
 * The shipped worker, given one frame at a time: the next one waits until this one is observed and, if it completes a
 * window, until that is scored. So results don't depend on the machine's speed, and no window is ever dropped.
 */
export class Product {
  #observed: (observed: AnalyzedFrame) => void = () => undefined;
  #window: (window: ScoredWindow) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;
  readonly #failed: Promise<never>;
  readonly #engine: EngineClient;
  #opened: Opened | undefined;

  private constructor(base: URL) {
    this.#failed = new Promise((_, reject) => (this.#fail = reject));
    // It may fail while nobody waits.
    this.#failed.catch(() => undefined);
    this.#engine = new EngineClient(base, {
      observed: (observed) => this.#observed(observed),
      window: (window) => this.#window(window),
      failed: (error) => this.#fail(error),
    });
  }

  /**
   * Opens the worker.
   *
   * @param base URL of the folder that holds `depthproof-worker.js` and `assets/`
   * @param signal ends the worker while it opens
   * @throws {DepthproofError} as `createLiveness` does where the engine does not open
   * @throws the signal's reason when it is aborted
   */
  static async open(base: URL, backend: BackendName | undefined, signal?: AbortSignal): Promise<Product> {
    const product = new Product(base);
    const opening = Promise.race([product.#engine.open({ backend }), product.#failed]);
    try {
      product.#opened = await unlessAborted(opening, signal);
      return product;
    } catch (error) {
      product.close();
      throw error;
    }
  }

  get opened(): Opened {
    if (!this.#opened) throw new Error('The product is not open yet.');
    return this.#opened;
  }

  /**
   * Takes the image over.
   *
   * @param frames of a window
   * @returns what was observed, and the window's result if this frame completed one
   */
  async push(
    image: ImageBitmap,
    time: number,
    frames: number,
    given?: FacePrior,
  ): Promise<{ observed: AnalyzedFrame; window?: ScoredWindow }> {
    const scored = new Promise<ScoredWindow>((resolve) => (this.#window = resolve));
    const seen = new Promise<AnalyzedFrame>((resolve) => (this.#observed = resolve));
    this.#engine.frame(image, time, () => undefined, given);
    const observed = await Promise.race([seen, this.#failed]);
    if (observed.gathered < frames) return { observed };
    return { observed, window: await Promise.race([scored, this.#failed]) };
  }

  /** Ends the clip; the next frame belongs to another. */
  async end(): Promise<void> {
    await Promise.race([this.#engine.end(), this.#failed]);
  }

  close(): void {
    this.#engine.close();
  }
}
