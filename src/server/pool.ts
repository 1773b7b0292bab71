import { Worker } from 'node:worker_threads';
import { Refusal } from './errorCodes';
import type { Judgement, ScoredFrames, ScorerSettings } from './scorer';
import type { FromWorker } from './worker';

export interface PoolOptions {
  workers: number;
  /** The worker's module. */
  module: URL;
  settings: ScorerSettings;
  /** Milliseconds until a window is judged, by what the last ones took, beyond which it is refused. */
  longestWait: number;
}

/** A place in the queue. */
export interface Place {
  /** @throws {Refusal} `image-invalid`, `internal-error` */
  judge(window: ScoredFrames): Promise<Judgement>;
  /** Leaves without being judged; nothing after `judge`. */
  leave(): void;
}

interface Task {
  window: ScoredFrames;
  resolve: (judgement: Judgement) => void;
  reject: (error: Error) => void;
}

/** Milliseconds after which a worker counts as hung. */
const LONGEST_TASK = 30_000;
/** Milliseconds that a window takes, before the first one is measured. */
const FIRST_GUESS = 250;
/** Milliseconds until a worker that could not open is tried again. */
const REOPEN_DELAY = 1000;

/** Worker threads that each run the network, behind a queue that is never longer than they can work off in time. */
export class ScoringPool {
  readonly #idle: Worker[] = [];
  readonly #workers = new Set<Worker>();
  /** Those that are still opening, too. */
  readonly #threads = new Set<Worker>();
  readonly #queue: Task[] = [];
  /** Places taken, waiting or being judged. */
  #taken = 0;
  /** Milliseconds that a window took lately. */
  #taskMilliseconds = FIRST_GUESS;
  #closed = false;
  /** Why the last worker ended, until one has opened again. */
  #failure: Error | undefined;

  private constructor(private readonly options: PoolOptions) {}

  /** Resolves when all workers are open. Rejects where one cannot open, and for a number of workers that cannot be. */
  static async open(options: PoolOptions): Promise<ScoringPool> {
    if (!(Number.isInteger(options.workers) && options.workers >= 1))
      throw new RangeError('The number of workers must be a whole number above 0.');
    const pool = new ScoringPool(options);
    try {
      await Promise.all(Array.from({ length: options.workers }, () => pool.#openWorker()));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get busy(): number {
    return this.#workers.size - this.#idle.length;
  }

  /** Throws where no worker is there. */
  check(): void {
    if (this.#workers.size === 0) throw this.#failure ?? new Error('No worker is open.');
  }

  /**
   * Refuses where a window that came now would not be judged in time: after those ahead of it, each of which takes what
   * the last ones took, shared among the workers. One that need not wait is never refused.
   *
   * @throws {Refusal} `busy`, with the seconds after which a place may be free
   */
  admit(): void {
    const { workers, longestWait } = this.options;
    if (this.#taken < workers) return;
    const wait = (Math.floor(this.#taken / workers) + 1) * this.#taskMilliseconds;
    if (wait > longestWait)
      throw new Refusal('busy', 'Too many responses wait to be judged.', Math.ceil(wait / 1000));
  }

  /** @throws {Refusal} `busy`, as `admit` */
  reserve(): Place {
    this.admit();
    this.#taken += 1;
    let open = true;
    const leave = () => {
      if (open) this.#taken -= 1;
      open = false;
    };
    return {
      leave,
      judge: (window) =>
        new Promise<Judgement>((resolve, reject) => {
          this.#queue.push({ window, resolve, reject });
          this.#next();
        }).finally(leave),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#giveUp('The server is closing.');
    await Promise.all([...this.#threads].map((worker) => worker.terminate()));
  }

  /** Answers those that wait, since no worker will. */
  #giveUp(why: string): void {
    for (const task of this.#queue.splice(0)) task.reject(new Refusal('internal-error', why));
  }

  #next(): void {
    if (this.#closed) {
      this.#giveUp('The server is closing.');
      return;
    }
    const worker = this.#queue.length > 0 ? this.#idle.shift() : undefined;
    const task = worker && this.#queue.shift();
    if (task) this.#run(worker, task);
  }

  #run(worker: Worker, { window, resolve, reject }: Task): void {
    const started = performance.now();
    const timer = setTimeout(() => worker.emit('error', new Error('It took too long.')), LONGEST_TASK);
    const end = () => {
      clearTimeout(timer);
      worker.off('message', answered);
      worker.off('exit', died);
    };
    const died = () => {
      end();
      reject(new Refusal('internal-error', `A worker ended over a window: ${String(this.#failure)}`));
    };
    const answered = (message: FromWorker) => {
      end();
      this.#taskMilliseconds += 0.2 * (performance.now() - started - this.#taskMilliseconds);
      this.#idle.push(worker);
      if (message.type === 'judged') resolve(message.judgement);
      else if (message.type === 'invalid') reject(new Refusal('image-invalid', message.message));
      this.#next();
    };
    worker.on('message', answered);
    worker.on('exit', died);
    worker.postMessage(window);
  }

  #openWorker(): Promise<void> {
    const { module, settings } = this.options;
    const worker = new Worker(module, { workerData: settings });
    this.#threads.add(worker);
    let failure = new Error('A worker ended.');
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
      // One that has ended by itself already does not mind.
      void worker.terminate();
    });
    return new Promise((resolve, reject) => {
      worker.once('message', () => {
        this.#failure = undefined;
        this.#workers.add(worker);
        this.#idle.push(worker);
        resolve();
        this.#next();
      });
      worker.once('exit', () => {
        this.#threads.delete(worker);
        const opened = this.#workers.delete(worker);
        const place = this.#idle.indexOf(worker);
        if (place >= 0) this.#idle.splice(place, 1);
        this.#failure = failure;
        if (opened) this.#reopen();
        else reject(failure);
      });
    });
  }

  #reopen(): void {
    if (this.#closed) return;
    this.#openWorker().catch((error: unknown) => {
      if (this.#workers.size === 0) this.#giveUp(`No worker opens: ${String(error)}`);
      setTimeout(() => {
        this.#reopen();
      }, REOPEN_DELAY).unref();
    });
  }
}
