import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Facts } from '../evidence/response';
import type { FrameImages } from '../evidence/chain';
import type { EvidenceSession } from '../evidence/session';
import { sentCrops } from '../evidence/window';
import type { InjectionSign } from '../injection/risk';
import type { Model } from '../model/manifest';
import { readModel } from '../model/readModel';
import type { Outcome } from '../session/decision';
import type { Answer, Signal } from './answer';
import { Refusal, refusalOf, type ErrorCode } from './errorCodes';
import { isCropJpeg } from './jpegHeader';
import { Metrics } from './metrics';
import { checkFrames, checkTimes } from './plausibility';
import { ScoringPool } from './pool';
import { readEvidence, type Evidence } from './readEvidence';
import type { Judgement, ScorerFiles } from './scorer';
import { originOf, Sessions, type SessionClaims, type SessionRequest, type SigningKey } from './sessions';
import { MemoryStore } from './store/memory';
import type { AttemptLimit, Store } from './store/store';
import { networkOf } from './visitorNetwork';

export interface ServerOptions {
  /** What sessions are signed with; the first key signs, all of them are accepted. */
  keys: readonly SigningKey[];
  /** Where sessions and attempts are noted; default: in this process' memory. */
  store?: Store;
  /** Threads that judge evidence, at least 1; default: one for each processor. */
  workers?: number;
  /** Milliseconds that a response may have to wait for its score; it is turned away as `busy` if more would pass; default 1000. */
  longestWait?: number;
  /** Scores on the GPU, through Dawn (npm install webgpu), instead of on the processors; default false. */
  gpu?: boolean;
  /** Limits on failed attempts by subject and by address. */
  limits?: { subject?: Partial<AttemptLimit>; address?: Partial<AttemptLimit> };
  /** Hears of every verification when it is over. Nothing is kept of it but what this function keeps. */
  audit?: (record: AuditRecord) => unknown;
  /** A tracer of OpenTelemetry's API, as from `trace.getTracer('depthproof')`. */
  tracer?: Tracer;
  /** Files of the network, where they are not beside this module. */
  files?: Partial<ScorerFiles> & { worker?: URL };
}

/** The one function of OpenTelemetry's `Tracer` that is called. */
export interface Tracer {
  startActiveSpan<T>(name: string, run: (span: Span) => T): T;
}

interface Span {
  setAttribute(name: string, value: string | number | boolean): unknown;
  end(): void;
}

/** What a verification may be told beside the response. */
export interface VerifyOptions {
  /**
   * What the session must have been made for. What is left out is not compared. `undefined` is, as of a visitor without a
   * cookie: it fits a session without such a value.
   */
  expected?: {
    origin?: string | undefined;
    action?: string | undefined;
    cdata?: string | undefined;
    subject?: string | undefined;
  };
  /** Address of the visitor, by which failed attempts are counted: by the first 64 bits of an IPv6 address. */
  address?: string | undefined;
  /**
   * Names this call: where its answer was lost on the way, the same call with the same key is answered again. Without it,
   * or with an empty one, a response is answered once.
   */
  idempotencyKey?: string | undefined;
}

/** One verification, for whoever has to keep a record. Crops are biometric data: keep them only where you must. */
export interface AuditRecord {
  /** ISO 8601. */
  time: string;
  answer: Answer;
  /** What went wrong, in words, where something did. */
  message: string | undefined;
  session: SessionClaims | undefined;
  address: string | undefined;
  judgement: Judgement | undefined;
  facts: Facts | undefined;
  frames: FrameImages[] | undefined;
  model: { id: string; sha256: string };
}

/** A session as it goes to the page, whose check takes it whole. */
export interface OpenSession extends EvidenceSession {
  /** When it expires, ISO 8601. */
  expires: string;
}

/** What is known of a verification while it goes on. */
interface Progress {
  evidence?: Evidence;
  claims?: SessionClaims;
  judgement?: Judgement;
  /** The judgement's outcome, once the frames were found plausible. */
  verdict?: Outcome;
  signals: Signal[];
}

/** Whom failed attempts are counted by, and what a success forgives. */
interface Counted {
  key: string;
  limit: AttemptLimit;
  after: 'last' | 'all';
}

/** After NIST SP 800-63B-4: ten attempts with presentation attack detection, here five, then 30 s, doubling. */
export const SUBJECT_LIMIT: AttemptLimit = { failures: 5, pause: 30, longestPause: 3600, memory: 86_400 };
/** Many people may share an address. */
export const ADDRESS_LIMIT: AttemptLimit = { failures: 50, pause: 30, longestPause: 3600, memory: 3600 };

/** Far above every difference measured between browser and server: left to GPUs that compute in fp16. See docs/server.md. */
export const SCORE_TOLERANCE = 0.02;

/** In the order in which an answer names them. */
const SIGNS: readonly InjectionSign[] = ['label', 'settings', 'timing', 'noise'];

/** Gives out sessions and judges what comes back. Holds worker threads until it is closed. */
export class DepthproofServer {
  readonly #store: Store;
  readonly #limits: { subject: AttemptLimit; address: AttemptLimit };
  readonly #metrics = new Metrics();

  private constructor(
    readonly model: Model,
    private readonly sessions: Sessions,
    private readonly pool: ScoringPool,
    private readonly options: ServerOptions,
  ) {
    this.#store = options.store ?? new MemoryStore();
    this.#limits = {
      subject: { ...SUBJECT_LIMIT, ...options.limits?.subject },
      address: { ...ADDRESS_LIMIT, ...options.limits?.address },
    };
  }

  /**
   * Opens the workers, each of which proves that its network gives PyTorch's score.
   *
   * @throws {RangeError} for unusable keys, and for numbers that cannot be; an Error where a file is missing or damaged,
   *   with the code `GPU_UNAVAILABLE` where `gpu` is asked for and there is none
   */
  static async open(options: ServerOptions): Promise<DepthproofServer> {
    // Before threads start.
    const sessions = new Sessions(options.keys);
    const { longestWait = 1000, limits } = options;
    for (const numbers of [{ longestWait }, limits?.subject, limits?.address]) checkNumbers(numbers ?? {});
    const { worker, ...given } = options.files ?? {};
    const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    const files = {
      model: beside('../assets/model'),
      tfjsWasm: beside('../assets/tfjs-backend-wasm-simd.wasm'),
      jpegWasm: beside('mozjpeg_dec.wasm'),
      ...given,
    };
    const model = readModel(JSON.parse(await readFile(`${files.model}/model.json`, 'utf8')));
    const pool = await ScoringPool.open({
      workers: options.workers ?? availableParallelism(),
      module: worker ?? new URL('worker.js', import.meta.url),
      settings: { ...files, gpu: options.gpu ?? false },
      longestWait,
    });
    return new DepthproofServer(model, sessions, pool, options);
  }

  /**
   * Begins a check.
   *
   * @param address of the visitor, as in `verify`
   * @throws {Refusal} `bad-request`, `too-many-attempts`, `store-unavailable`
   */
  async createSession(request: SessionRequest, address?: string): Promise<OpenSession> {
    const { token, claims } = await this.sessions.issue(request);
    const pauses = await stored(
      Promise.all(this.#countedBy(request.subject, address).map(({ key }) => this.#store.pause(key))),
    );
    refuseWhilePaused(Math.max(0, ...pauses));
    await stored(this.#store.open(claims.nonce, claims.expiresAt - claims.issuedAt));
    this.#metrics.session();
    return {
      token,
      expires: new Date(claims.expiresAt * 1000).toISOString(),
      ttl: claims.expiresAt - claims.issuedAt,
      capture: claims.capture,
    };
  }

  /** Judges a response. Never rejects: whatever goes wrong, the answer is no success. */
  async verify(response: unknown, options: VerifyOptions = {}): Promise<Answer> {
    const started = performance.now();
    const progress: Progress = { signals: [] };
    let failure: Refusal | undefined;
    const run = async () => {
      try {
        await this.#verify(response, options, progress);
      } catch (error) {
        failure = refusalOf(error);
      }
    };
    const { tracer } = this.options;
    await (tracer
      ? tracer.startActiveSpan('depthproof.verify', (span) =>
          run().finally(() => {
            span.setAttribute('depthproof.result', failure?.code ?? 'success');
            span.end();
          }),
        )
      : run());
    const answer = answerOf(progress, failure);
    this.#metrics.verification(answer, (performance.now() - started) / 1000);
    await this.#audit(answer, failure, progress, options);
    return answer;
  }

  /** What was counted, for Prometheus. */
  metrics(): string {
    return this.#metrics.text(this.pool);
  }

  /** Rejects where nothing could be verified now: the store is gone, or no worker is open. */
  async ready(): Promise<void> {
    this.pool.check();
    await this.#store.check();
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  async #verify(response: unknown, options: VerifyOptions, progress: Progress): Promise<void> {
    // Before anything is read: under overload most are turned away, and that must cost next to nothing.
    this.pool.admit();
    const evidence = (progress.evidence = readEvidence(response, this.model));
    const { facts, frames, token } = evidence;
    const claims = (progress.claims = await this.sessions.read(token));
    checkExpected(claims, facts, options.expected ?? {});
    await evidence.checkChain();
    checkTimes(facts, claims, this.model.cadence, Date.now());
    checkHeaders(frames, this.model);

    // A place first: a response that is turned away for lack of one can be sent again.
    const place = this.pool.reserve();
    try {
      const counted = await this.#spend(claims, response as string, options);
      const judgement = (progress.judgement = await place.judge({ frames, times: facts.times }));
      checkFrames(judgement);
      this.#decide(judgement, facts, progress);
      // A success ends a subject's row of failures; an address has others behind it, and only gets its own attempt back.
      for (const { key, after } of counted) await stored(this.#store.forgive(key, after));
    } finally {
      place.leave();
    }
  }

  /**
   * Counts the attempt and uses the session up. The same call again is no other attempt.
   *
   * @returns what a success forgives
   */
  async #spend(
    { nonce, subject }: SessionClaims,
    response: string,
    { address, idempotencyKey }: VerifyOptions,
  ): Promise<Counted[]> {
    // The same call is one with the same response: no key buys a second one for the session.
    const owner = digest(`${idempotencyKey || randomUUID()}\n${response}`);
    if (await stored(this.#store.took(nonce, owner))) return this.#countedBy(subject, undefined);
    const counted: Counted[] = [];
    for (const one of this.#countedBy(subject, address)) {
      const pause = await stored(this.#store.attempt(one.key, one.limit));
      // A subject does not answer for the address, which others share: this attempt is not judged.
      if (pause > 0) await stored(Promise.all(counted.map(({ key }) => this.#store.forgive(key, 'last'))));
      refuseWhilePaused(pause);
      counted.push(one);
    }
    if (!(await stored(this.#store.take(nonce, owner))))
      throw new Refusal('timeout-or-duplicate', 'The session was used before, or is not known any more.');
    return counted;
  }

  /** @throws {Refusal} `not-live` */
  #decide({ score, outcome }: Judgement, facts: Facts, progress: Progress): void {
    if (!(Math.abs(score - facts.score) <= SCORE_TOLERANCE)) progress.signals.push('score-disagrees');
    const shown = SIGNS.filter((sign) => facts.capture.injection.includes(sign));
    progress.signals.push(...shown.map((sign) => `injection-${sign}` as const));
    progress.verdict = outcome;
    if (outcome !== 'live') throw new Refusal('not-live', `The verdict is ${outcome}.`);
  }

  #countedBy(subject: string | undefined, address: string | undefined): Counted[] {
    const { subject: subjectLimit, address: addressLimit } = this.#limits;
    return [
      // An empty one is nobody's, as a form sends it where there is none.
      ...(subject ? [{ key: digest(`subject ${subject}`), limit: subjectLimit, after: 'all' as const }] : []),
      ...(address
        ? [{ key: digest(`address ${networkOf(address)}`), limit: addressLimit, after: 'last' as const }]
        : []),
    ];
  }

  async #audit(
    answer: Answer,
    failure: Refusal | undefined,
    { claims, judgement, evidence }: Progress,
    { address }: VerifyOptions,
  ): Promise<void> {
    const { id, sha256 } = this.model;
    try {
      await this.options.audit?.({
        time: new Date().toISOString(),
        answer,
        message: failure?.message,
        session: claims,
        address,
        judgement,
        facts: evidence?.facts,
        frames: evidence?.frames,
        model: { id, sha256 },
      });
    } catch (error) {
      // A record that cannot be written is the site's to notice; the visitor's answer stands.
      process.emitWarning(`depthproof: the audit function failed: ${String(error)}`);
    }
  }
}

/** @throws {RangeError} where one is none: NaN, as of a setting that is missing, would lift a limit without a word */
function checkNumbers(numbers: object): void {
  for (const [name, number] of Object.entries(numbers))
    if (!(typeof number === 'number' && number >= 0))
      throw new RangeError(`${name} must be a number of 0 or more.`);
}

function checkExpected(
  claims: SessionClaims,
  facts: Facts,
  expected: NonNullable<VerifyOptions['expected']>,
): void {
  const same = (code: ErrorCode, wanted: string | undefined, found: string | undefined) => {
    if (wanted !== found)
      throw new Refusal(code, `The session is for ${String(found)}, not ${String(wanted)}.`);
  };
  const { origin = '' } = expected;
  if ('origin' in expected) same('origin-mismatch', originOf(origin) ?? origin, claims.origin);
  same('origin-mismatch', facts.origin, claims.origin);
  for (const name of ['action', 'cdata', 'subject'] as const)
    if (name in expected) same(`${name}-mismatch`, expected[name], claims[name]);
}

function checkHeaders(frames: readonly FrameImages[], model: Model): void {
  const sizes = sentCrops(model)
    .flat()
    .map(({ size }) => size);
  if (!frames.flat().every((crop, index) => isCropJpeg(crop, sizes[index] ?? NaN)))
    throw new Refusal('image-invalid', 'A crop is not a JPEG of the size that the model takes.');
}

function refuseWhilePaused(seconds: number): void {
  if (seconds > 0) throw new Refusal('too-many-attempts', 'Too many failed attempts.', seconds);
}

/** @throws {Refusal} `store-unavailable` */
async function stored<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new Refusal('store-unavailable', `The store does not answer: ${String(error)}`);
  }
}

function answerOf({ claims, judgement, verdict, signals }: Progress, failure: Refusal | undefined): Answer {
  return {
    success: failure === undefined && verdict === 'live',
    ...(verdict && { verdict }),
    ...(claims && {
      challenge_ts: new Date(claims.issuedAt * 1000).toISOString(),
      hostname: new URL(claims.origin).hostname,
    }),
    ...(claims?.action !== undefined && { action: claims.action }),
    ...(claims?.cdata !== undefined && { cdata: claims.cdata }),
    reasons: (verdict && judgement?.reasons) ?? [],
    signals,
    'error-codes': failure ? [failure.code] : [],
    ...(failure?.retryAfter !== undefined && { retry_after: failure.retryAfter }),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
