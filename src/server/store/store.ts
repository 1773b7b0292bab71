/** What happens after failed attempts, after NIST SP 800-63B-4 section 3.2.2 and 3.2.3: a pause that doubles, and an end. */
export interface AttemptLimit {
  /** Failed attempts in a row before the first pause. */
  failures: number;
  /** Seconds of the first pause; each further failure doubles it. */
  pause: number;
  /** Longest pause, seconds. */
  longestPause: number;
  /**
   * Seconds after which failures are forgotten, from the first one or, where there was a pause, from the end of the last: not
   * from the last attempt, since those of an address that many share never cease.
   */
  memory: number;
}

/**
 * What several processes have to know together. Every operation is atomic. A store that cannot answer rejects; the
 * caller then accepts nothing.
 */
export interface Store {
  /** Notes a new session for `seconds`. */
  open(session: string, seconds: number): Promise<void>;
  /**
   * Uses an open session up. `true` once, and again only for the same owner; `false` where the session was used by
   * another, has expired or is not known.
   */
  take(session: string, owner: string): Promise<boolean>;
  /** Whether this owner has used the session up. */
  took(session: string, owner: string): Promise<boolean>;
  /**
   * Counts an attempt as failed before it is judged, so that many at once are no more than one after the other.
   *
   * @returns 0, or the seconds to wait, and then nothing is counted
   */
  attempt(key: string, limit: AttemptLimit): Promise<number>;
  /** Seconds to wait until `attempt` lets the next one through. */
  pause(key: string): Promise<number>;
  /** Takes failures back: the last one, or all of them. */
  forgive(key: string, which: 'last' | 'all'): Promise<void>;
  /** Rejects where the store cannot be used. */
  check(): Promise<void>;
}
