/** Milliseconds between two announcements. */
const INTERVAL = 2000;

/**
 * Announces texts to screen readers through a polite live region: only new ones, with time between them. A text that is
 * replaced while it waits is never announced.
 */
export class Announcer {
  #next: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly region: { textContent: string | null }) {}

  announce(text: string): void {
    this.#next = text;
    if (this.#timer === undefined) this.#announceNext();
  }

  #announceNext(): void {
    this.#timer = undefined;
    if (this.#next === undefined || this.#next === this.region.textContent) return;
    this.region.textContent = this.#next;
    this.#timer = setTimeout(() => this.#announceNext(), INTERVAL);
  }
}
