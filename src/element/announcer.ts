/**
 * Announces texts to screen readers through a polite live region: only new ones, and at most one every `interval`
 * milliseconds. A text that is replaced while it waits is never announced.
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

  announce(text: string): void {
    this.#next = text;
    if (this.#timer === undefined) this.#announceNext();
  }

  #announceNext(): void {
    this.#timer = undefined;
    if (this.#next === undefined || this.#next === this.#region.textContent) return;
    this.#region.textContent = this.#next;
    this.#timer = setTimeout(() => this.#announceNext(), this.#interval);
  }
}
