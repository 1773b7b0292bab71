import { DepthproofError } from '../errors';
import type { InjectionMonitor } from '../injection/monitor';
import type { LivenessEvent, ModelReport, Verdict } from '../session/events';
import type { AnalyzedFrame, ScoredWindow } from '../session/protocol';
import { advance, startSession, type Session, type SessionInput, type Limits } from '../session/session';
import type { Opened } from './engineClient';
import { EventStream } from './eventStream';
import type { RecoveringListener } from './recoveringEngine';

/** Milliseconds without an input after which the page must have slept: its clock ticks every second. */
const LONGEST_SILENCE = 5000;

/** What a check has from its `start` on. */
interface Running {
  session: Session;
  /** When the last input came, by `performance.now()`. */
  heardAt: number;
  readonly opened: Opened;
  readonly injection: InjectionMonitor | undefined;
}

/**
 * One check, from its opening to its end. The order: camera and engine open; `start`; inputs from frames, windows and
 * the clock through `advance`; `end`, once. Inputs before `start` have no effect on the session. The check owns no
 * resources: whoever opens one closes it when `signal` aborts.
 */
export class Check implements RecoveringListener {
  /** The first verdict. Rejects with what ended the check before it had one. */
  readonly verdict: Promise<Verdict>;
  readonly #ending = new AbortController();
  /** Aborts at the end; its reason is the error, or `CLOSED` after `close()` and after a verdict. */
  readonly signal = this.#ending.signal;
  readonly #events = new EventStream<LivenessEvent>();
  #conclude: (verdict: Verdict) => void = () => undefined;
  #running: Running | undefined;
  /** The engine that took the place of a lost one. */
  #recovered: Opened | undefined;
  /** Whether that one is still opening. It has limits of time of its own. */
  #recovering = false;
  #windows = 0;

  /** @param respond adds what the site's server scores again to a live verdict; `undefined` for others */
  constructor(
    private readonly limits: Limits,
    private readonly continuous: boolean,
    private readonly respond?: (verdict: Verdict) => Promise<Verdict> | undefined,
  ) {
    this.verdict = new Promise((resolve, reject) => {
      this.#conclude = resolve;
      this.signal.addEventListener('abort', () => reject(this.signal.reason as Error), { once: true });
    });
    // An iteration throws the error, too: a promise that nobody reads must not count as an unhandled rejection.
    this.verdict.catch(() => undefined);
  }

  /** Starts the session. `injection` is `undefined` for a clip. */
  start(opened: Opened, injection: InjectionMonitor | undefined): void {
    const now = performance.now();
    this.#running = { session: startSession(now), heardAt: now, opened, injection };
    const { backend } = this.#recovered ?? opened;
    this.#events.push({ type: 'ready', backend, model: reportOf(opened) });
  }

  /** Advances the session by one input and acts on its conclusion. */
  advance(input: SessionInput): void {
    if (!this.#running || (this.#recovering && input.type === 'tick')) return;
    const { opened, injection, heardAt } = this.#running;
    this.#running.heardAt = input.now;
    // What the engine found before may come before the clock's first tick.
    if (input.now - heardAt > LONGEST_SILENCE) this.advance({ type: 'resumed', now: input.now });
    const model = reportOf(opened);
    const { decision, evidence } = opened.model;
    const rules = { ...this.limits, ...decision, evidence };
    const { session, conclusion, noFace } = advance(this.#running.session, input, rules);
    this.#running.session = session;
    if (noFace) {
      const message = `No face was seen for ${String(this.limits.noFace / 1000)} s. Ask the person to look into the camera.`;
      this.end(new DepthproofError('NO_FACE', message));
    } else if (conclusion) {
      const { backend } = this.#recovered ?? opened;
      const verdict: Verdict = { ...conclusion, backend, model, injection: injection?.risk() };
      const responding = this.respond?.(verdict);
      if (!responding) {
        this.#give(verdict, input.type === 'ended');
        return;
      }
      // What comes now changes the verdict no more.
      this.#running = undefined;
      responding.then(
        (responded) => this.#give(responded, true),
        (error: unknown) => this.end(error),
      );
    }
  }

  #give(verdict: Verdict, last: boolean): void {
    this.#events.push({ type: 'verdict', verdict });
    this.#conclude(verdict);
    if (!this.continuous || last) this.end();
  }

  /** The one way out; only the first call counts. Without an error the check has its verdict or was closed. */
  end(error?: unknown): void {
    if (this.signal.aborted) return;
    const closed = new DepthproofError('CLOSED', 'The check was closed before it reached a verdict.');
    this.#ending.abort(error ?? closed);
    this.#events.end(error === undefined ? {} : { error });
  }

  /** The events, for one reader. Leaving the iteration ends the check. */
  async *events(): AsyncGenerator<LivenessEvent, void, void> {
    try {
      yield* this.#events;
    } finally {
      this.end();
    }
  }

  observed(frame: AnalyzedFrame): void {
    if (!this.#running) return;
    const { opened, injection } = this.#running;
    const { hint, face, frameWidth, frameHeight, turn, difference, gathered } = frame;
    this.#events.push({ type: 'guidance', hint, face, frameWidth, frameHeight, turn });
    if (difference !== undefined) injection?.addDifference(difference);
    this.#events.push({ type: 'progress', frames: gathered, of: opened.model.cadence.frames });
    this.advance({ type: 'observed', now: performance.now(), observed: frame });
  }

  window(scored: ScoredWindow, scoring: boolean): void {
    // The network's depth is not bounded to the range that it was trained on.
    const depthMap = scored.depthMap?.map((depth) => Math.min(1, Math.max(0, depth)));
    const window = { ...scored, depthMap, index: this.#windows++ };
    this.#events.push({ type: 'window', window });
    this.advance({ type: 'window', now: performance.now(), window, scoring });
  }

  deviceLost(): void {
    this.#recovering = true;
    this.advance({ type: 'resumed', now: performance.now() });
  }

  recovered(opened: Opened, { message: reason }: DepthproofError): void {
    this.#recovered = opened;
    this.#recovering = false;
    // Behind the camera's prompt nothing is rebuilt: `ready` will name this backend.
    if (!this.#running) return;
    this.advance({ type: 'resumed', now: performance.now() });
    this.#events.push({ type: 'rebuilt', backend: opened.backend, reason });
  }

  failed(error: DepthproofError): void {
    this.end(error);
  }
}

function reportOf({ model: { id, sha256, decision, evidence } }: Opened): ModelReport {
  const { liveProbability, spoofProbability } = decision;
  const { bias, ...kinds } = evidence;
  const rules = Object.entries(kinds);
  const weights = Object.fromEntries(rules.map(([kind, { weight }]) => [kind, weight]));
  const usual = Object.fromEntries(
    rules.flatMap(([kind, { named }]) => (named ? [[kind, named.liveMedian]] : [])),
  );
  return { id, sha256, liveProbability, spoofProbability, evidence: { bias, weights, usual } };
}
