import type { BackendName } from '../backends/backend';
import type { BackendReport } from '../session/backendReport';
import type { WindowEvidence } from '../evidence/response';
import type { EvidenceSession } from '../evidence/session';
import { DepthproofError } from '../errors';
import type { AnalyzedFrame, FacePrior, FromWorker, ScoredWindow, ToWorker } from '../session/protocol';
import { listen } from '../listen';
import { after } from '../timeout';
import { startWorker, workerUrl } from './startWorker';
import { workerFailure } from './workerFailure';

/** See `LivenessOptions`. */
export interface EngineOptions {
  backend?: BackendName | undefined;
  session?: EvidenceSession | undefined;
}

export type Opened = Extract<FromWorker, { type: 'opened' }>;

/**
 * Milliseconds from the last piece of a file that arrived until the engine is open. The engine's own time limits add up
 * to less, so this one catches a frozen worker.
 */
const OPEN_LIMIT = 160_000;
/** Longer, since a forced backend may run on a software rasterizer. */
const FORCED_OPEN_LIMIT = 300_000;
/** Milliseconds in which the worker must answer a frame. */
const ANSWER_LIMIT = 60_000;

/** Backends that engines of this page chose, by the folder of their files: the next engine need not try all. */
const chosen = new Map<string, BackendReport>();

export interface EngineListener {
  observed(observed: AnalyzedFrame): void;
  /** `scoring`: whether another complete window is scored next. */
  window(window: ScoredWindow, scoring: boolean): void;
  failed(error: DepthproofError): void;
}

/** The engine in its worker, as the page sees it. */
export class EngineClient {
  readonly #worker: Worker;
  readonly #pending: (() => void)[] = [];
  #opened: ((opened: Opened) => void) | undefined;
  readonly #drained: ((evidence: WindowEvidence | undefined) => void)[] = [];
  #withdraw: () => void = () => undefined;
  readonly #closing = new AbortController();
  #openLimit = OPEN_LIMIT;
  #endLimit = ANSWER_LIMIT;

  /** @param memory whether the engine reuses the choice of an earlier one on the page, and remembers its own */
  constructor(
    private readonly base: URL,
    private readonly listener: EngineListener,
    private memory = true,
  ) {
    const url = workerUrl(base);
    const { signal } = this.#closing;
    // The event of the worker does not say what kept it from starting.
    listen(document, 'securitypolicyviolation', (event) => this.#violated(url, event), signal);
    try {
      this.#worker = startWorker(url);
    } catch (cause) {
      this.#closing.abort();
      throw [location.origin, globalThis.origin].includes(url.origin)
        ? forbidden(url, 'The policy', cause)
        : elsewhere(url, cause);
    }
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    this.#worker.onerror = ({ message }) => {
      // The event has a message if the script throws, and none if the script cannot be loaded.
      if (message)
        this.#fail(new DepthproofError('ENGINE_FAILED', `The worker failed: ${message}. Start a new check.`));
      else void workerFailure(url).then((error) => this.#fail(error));
    };
  }

  #violated(url: URL, event: Event): void {
    const { blockedURI, disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
    // A policy that a site only tries out keeps no worker from starting.
    if (disposition === 'report') return;
    if (blockedURI === url.href || blockedURI === url.href.split('?')[0])
      this.#fail(forbidden(url, `Its directive ${effectiveDirective}`));
  }

  /** Never rejects: failures to open go to the listener, as all others do. */
  open({ backend, session }: EngineOptions): Promise<Opened> {
    const { href } = this.base;
    if (backend) this.memory = false;
    const notArrived = (seconds: string) =>
      new DepthproofError(
        'ASSET_TIMEOUT',
        `${workerUrl(this.base).href} did not arrive within ${seconds} s. Check the network, or host the files nearer.`,
      );
    const remembered = this.memory ? chosen.get(href) : undefined;
    const evidenceAfter = session?.capture.after;
    this.#send({ type: 'open', base: href, backend, remembered, evidenceAfter });
    this.#expectAnswer(OPEN_LIMIT, notArrived);
    if (backend) [this.#openLimit, this.#endLimit] = [FORCED_OPEN_LIMIT, FORCED_OPEN_LIMIT];
    return new Promise((resolve) => (this.#opened = resolve));
  }

  /** Sends a frame to the worker, and calls `release` when the worker is done with it. */
  frame(image: ImageBitmap, timestamp: number, release: () => void, prior?: FacePrior): void {
    if (this.#closing.signal.aborted) {
      image.close();
      return;
    }
    this.#pending.push(release);
    if (this.#pending.length === 1) this.#expectAnswer(ANSWER_LIMIT);
    try {
      this.#send({ type: 'frame', image, timestamp, prior }, [image]);
    } catch (cause) {
      image.close();
      this.#fail(
        new DepthproofError(
          'VIDEO_UNDECODABLE',
          "The video's frames may not be read: it comes from another origin. Serve it with CORS headers and set crossorigin on the <video>.",
          { cause },
        ),
      );
    }
  }

  /** Resolves when every complete window is scored, with the one that began at `evidence` where windows are kept. */
  end(evidence?: number): Promise<WindowEvidence | undefined> {
    this.#send({ type: 'end', evidence });
    this.#expectAnswer(this.#endLimit);
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** Terminates the worker and with it everything it holds: GPU device, contexts, memory. */
  close(): void {
    this.#closing.abort();
    this.#withdraw();
    this.#worker.terminate();
    for (const release of this.#pending.splice(0)) release();
  }

  #receive(message: FromWorker): void {
    if (this.#closing.signal.aborted) return;
    switch (message.type) {
      case 'arriving':
        // Files of a backend that was tried and skipped may arrive even after the engine is open.
        if (this.#opened) this.#expectAnswer(this.#openLimit);
        break;
      case 'opened':
        this.#withdraw();
        if (this.memory) chosen.set(this.base.href, message.backend);
        this.#opened?.(message);
        this.#opened = undefined;
        break;
      case 'observed':
        this.#pending.shift()?.();
        if (this.#pending.length > 0)
          this.#expectAnswer(this.#drained.length > 0 ? this.#endLimit : ANSWER_LIMIT);
        else if (this.#drained.length === 0) this.#withdraw();
        this.listener.observed(message.observed);
        break;
      case 'window':
        this.listener.window(message.window, message.scoring);
        break;
      case 'drained':
        this.#withdraw();
        this.#drained.shift()?.(message.evidence);
        break;
      case 'error':
        this.#fail(new DepthproofError(message.code, message.message, { cause: message.cause }));
    }
  }

  #expectAnswer(limit: number, failure: (seconds: string) => DepthproofError = frozen): void {
    this.#withdraw();
    this.#withdraw = after(limit, () => this.#fail(failure(String(limit / 1000))));
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #fail(error: DepthproofError): void {
    if (this.#closing.signal.aborted) return;
    const { code } = error;
    if (this.memory && (code === 'BACKEND_LOST' || code === 'ENGINE_FAILED')) chosen.delete(this.base.href);
    this.close();
    this.listener.failed(error);
  }
}

function frozen(seconds: string): DepthproofError {
  return new DepthproofError(
    'ENGINE_FAILED',
    `The worker gave no answer for ${seconds} s. Start a new check.`,
  );
}

function elsewhere(url: URL, cause: unknown): DepthproofError {
  return new DepthproofError(
    'INVALID_OPTION',
    `The worker ${url.href} cannot be started from this page, since browsers start none from another origin. Host the files on the page's own origin, and name their folder in the option assets.`,
    { cause },
  );
}

function forbidden(url: URL, what: string, cause?: unknown): DepthproofError {
  return new DepthproofError(
    'WORKER_BLOCKED',
    `The page's Content-Security-Policy forbids the worker ${url.href}. ${what} has to allow it: worker-src 'self', and trusted-types depthproof where require-trusted-types-for is set.`,
    { cause },
  );
}
