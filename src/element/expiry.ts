/** Longest wait in milliseconds before the clock is read again: a timer alone stands still while the machine sleeps. */
const TICK = 1000;

/** Calls back once, while connected, when the wall clock reaches the time that was set. */
export class Expiry {
  #at = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connection: AbortController | undefined;

  constructor(private readonly expired: () => void) {}

  /** @param milliseconds from now; where they have passed already, calls back once the caller is done */
  set(milliseconds: number): void {
    this.#at = Date.now() + milliseconds;
    this.#wait();
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
    if (Date.now() < this.#at) this.#wait();
    else {
      this.clear();
      this.expired();
    }
  };

  #wait(): void {
    clearTimeout(this.#timer);
    if (!this.#connection || this.#at === Infinity) return;
    this.#timer = setTimeout(this.#check, Math.min(this.#at - Date.now(), TICK));
  }
}
