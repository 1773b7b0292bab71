import type { Settings } from './attributes';

/** Keeps a card light or dark, as the page sets it or as the visitor's system prefers it. */
export class Theme {
  readonly #system = globalThis.matchMedia('(prefers-color-scheme: dark)');
  #theme: Settings['theme'] = 'auto';

  constructor(private readonly card: HTMLElement) {}

  set(theme: Settings['theme']): void {
    this.#theme = theme;
    this.#apply();
  }

  /** Follows the system until `disconnect`. */
  connect(): void {
    this.#system.addEventListener('change', this.#apply);
  }

  disconnect(): void {
    this.#system.removeEventListener('change', this.#apply);
  }

  readonly #apply = (): void => {
    const dark = this.#theme === 'dark' || (this.#theme === 'auto' && this.#system.matches);
    this.card.classList.toggle('dark', dark);
  };
}
