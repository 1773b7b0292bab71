/**
 * Speaks to screen readers through a polite live region: only what is new, and never more often than once in
 * `interval` milliseconds. What is outdated by then is not said at all.
 */
export class Announcer {
  readonly #region: { textContent: string | null };
  readonly #interval: number;
  #next: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(region: { textContent: string | null }, interval = 2000) {
    this.#region = region;
    this.#interval = interval;
  }

  say(text: string): void {
    this.#next = text;
    if (this.#timer === undefined) this.#speak();
  }

  #speak(): void {
    this.#timer = undefined;
    if (this.#next === undefined || this.#next === this.#region.textContent) return;
    this.#region.textContent = this.#next;
    this.#timer = setTimeout(() => this.#speak(), this.#interval);
  }
}
