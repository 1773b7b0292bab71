/** Milliseconds between looks at the clock: a timer alone stands still while the machine sleeps. */
const TICK = 1000;

/** Says once when the time that was set has come, by the wall clock, as long as it is followed. */
export class Expiry {
  #at = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #following: AbortController | undefined;

  constructor(private readonly expired: () => void) {}

  /** @param milliseconds from now */
  set(milliseconds: number): void {
    this.#at = Date.now() + milliseconds;
    this.#look();
  }

  clear(): void {
    this.#at = Infinity;
    clearTimeout(this.#timer);
  }

  /** From now on, and at once if the time has come already. */
  follow(): void {
    this.#following ??= new AbortController();
    const { signal } = this.#following;
    // A hidden page has its timers late.
    document.addEventListener('visibilitychange', this.#look, { signal });
    window.addEventListener('pageshow', this.#look, { signal });
    this.#look();
  }

  unfollow(): void {
    this.#following?.abort();
    this.#following = undefined;
    clearTimeout(this.#timer);
  }

  readonly #look = (): void => {
    clearTimeout(this.#timer);
    if (!this.#following || this.#at === Infinity) return;
    const left = this.#at - Date.now();
    if (left > 0) this.#timer = setTimeout(this.#look, Math.min(left, TICK));
    else {
      this.clear();
      this.expired();
    }
  };
}
