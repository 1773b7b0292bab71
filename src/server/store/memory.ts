import type { AttemptLimit, Store } from './store';

interface Attempts {
  failures: number;
  /** No attempt is let through before, ms since 1970. */
  pausedUntil: number;
  expiresAt: number;
  /** `expiresAt` before the last attempt. */
  before: number;
}

/** Most sessions, and most keys of attempts, that are kept; the oldest go first. A session that is gone is not accepted. */
const MOST = 100_000;
/** Milliseconds from one search for what has expired to the next. */
const SWEEP = 60_000;

/** A store for one process. */
export class MemoryStore implements Store {
  /** Owner of each session, empty while it is open. */
  readonly #sessions = new Map<string, { owner: string; expiresAt: number }>();
  readonly #attempts = new Map<string, Attempts>();
  #sweptAt = Date.now();

  open(session: string, seconds: number): Promise<void> {
    this.#sweep();
    keepBelow(this.#sessions);
    this.#sessions.set(session, { owner: '', expiresAt: Date.now() + 1000 * seconds });
    return Promise.resolve();
  }

  take(session: string, owner: string): Promise<boolean> {
    const entry = current(this.#sessions, session);
    if (entry) entry.owner ||= owner;
    return this.took(session, owner);
  }

  took(session: string, owner: string): Promise<boolean> {
    return Promise.resolve(current(this.#sessions, session)?.owner === owner);
  }

  attempt(key: string, limit: AttemptLimit): Promise<number> {
    const now = Date.now();
    const attempts = current(this.#attempts, key);
    if (attempts && attempts.pausedUntil > now)
      return Promise.resolve(Math.ceil((attempts.pausedUntil - now) / 1000));
    const failures = (attempts?.failures ?? 0) + 1;
    const pausedUntil = now + 1000 * pauseAfter(failures, limit);
    const forgotten = pausedUntil + 1000 * limit.memory;
    const before = attempts?.expiresAt ?? forgotten;
    this.#sweep();
    // A map keeps the place of a key that it has: without this, who began first would count as the oldest for ever.
    this.#attempts.delete(key);
    keepBelow(this.#attempts);
    this.#attempts.set(key, {
      failures,
      pausedUntil,
      expiresAt: pausedUntil > now ? forgotten : before,
      before,
    });
    return Promise.resolve(0);
  }

  pause(key: string): Promise<number> {
    const until = current(this.#attempts, key)?.pausedUntil ?? 0;
    return Promise.resolve(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
  }

  forgive(key: string, which: 'last' | 'all'): Promise<void> {
    const attempts = current(this.#attempts, key);
    if (which === 'all' || !attempts || attempts.failures <= 1) this.#attempts.delete(key);
    else {
      const { failures, before } = attempts;
      this.#attempts.set(key, { failures: failures - 1, pausedUntil: 0, expiresAt: before, before });
    }
    return Promise.resolve();
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  /** Deletes what has expired, so that nothing about anybody is kept for longer than it counts. */
  #sweep(): void {
    const now = Date.now();
    if (now < this.#sweptAt + SWEEP) return;
    this.#sweptAt = now;
    for (const map of [this.#sessions, this.#attempts])
      for (const [key, { expiresAt }] of map) if (expiresAt <= now) map.delete(key);
  }
}

/** Returns an entry that has not expired. */
function current<T extends { expiresAt: number }>(map: ReadonlyMap<string, T>, key: string): T | undefined {
  const entry = map.get(key);
  return entry && entry.expiresAt > Date.now() ? entry : undefined;
}

/** Seconds to wait after this many failures in a row. */
function pauseAfter(failures: number, { failures: free, pause, longestPause }: AttemptLimit): number {
  return failures < free ? 0 : Math.min(longestPause, pause * 2 ** (failures - free));
}

/** Makes room for one entry. */
function keepBelow(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size < MOST) return;
    map.delete(key);
  }
}
