import type { Settings } from './attributes';

/** Keeps a card light or dark: as the page wants it, or as the visitor's system has it. */
export class Theme {
  readonly #system = globalThis.matchMedia('(prefers-color-scheme: dark)');
  #wanted: Settings['theme'] = 'auto';

  constructor(private readonly card: HTMLElement) {}

  set(theme: Settings['theme']): void {
    this.#wanted = theme;
    this.#paint();
  }

  /** Follows the system until `unfollow`. */
  follow(): void {
    this.#system.addEventListener('change', this.#paint);
  }

  unfollow(): void {
    this.#system.removeEventListener('change', this.#paint);
  }

  readonly #paint = (): void => {
    const dark = this.#wanted === 'dark' || (this.#wanted === 'auto' && this.#system.matches);
    this.card.classList.toggle('dark', dark);
  };
}
