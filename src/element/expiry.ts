/** Longest wait in milliseconds before the clock is read again: a timer alone stands still while the machine sleeps. */
const TICK = 1000;

/** Calls back once, while connected, when the wall clock reaches the time that was set. */
export class Expiry {
  #at = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connection: AbortController | undefined;

  constructor(private readonly expired: () => void) {}

  /** @param milliseconds from now */
  set(milliseconds: number): void {
    this.#at = Date.now() + milliseconds;
    this.#check();
  }

  clear(): void {
    this.#at = Infinity;
    clearTimeout(this.#timer);
  }

  /** From now on calls back; at once if the time has passed already. */
  connect(): void {
    this.#connection ??= new AbortController();
    const { signal } = this.#connection;
    // Browsers delay the timers of a hidden page.
    document.addEventListener('visibilitychange', this.#check, { signal });
    window.addEventListener('pageshow', this.#check, { signal });
    this.#check();
  }

  disconnect(): void {
    this.#connection?.abort();
    this.#connection = undefined;
    clearTimeout(this.#timer);
  }

  readonly #check = (): void => {
    clearTimeout(this.#timer);
    if (!this.#connection || this.#at === Infinity) return;
    const left = this.#at - Date.now();
    if (left > 0) this.#timer = setTimeout(this.#check, Math.min(left, TICK));
    else {
      this.clear();
      this.expired();
    }
  };
}
