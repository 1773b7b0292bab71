import { build } from './build';
import { languageAround } from './languageAround';
import { chooseLanguage, directionOf, english, loadTexts, type Language } from './texts';
import type { TextKey, Texts } from './texts/table';

/** The words of one element: what the page put into a slot, else the page's own texts, else those of the language. */
export class Wording {
  language: Language = 'en';
  #loaded: Texts = english;
  #own: Partial<Texts> = {};
  #wanted: Language = 'en';

  constructor(private readonly host: Element) {}

  /** Texts of the page's own, in place of those of the element. */
  get own(): Partial<Texts> {
    return this.#own;
  }

  set own(texts: Partial<Texts>) {
    this.#own = { ...texts };
  }

  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.language);
  }

  /** The text as the person reads it. */
  text(key: TextKey): string {
    const given = this.host.querySelector(`:scope > [slot="${key}"]`)?.textContent;
    return given?.trim() || this.#ours(key);
  }

  /** A slot with our text in it. */
  slot(key: TextKey): HTMLElement {
    return build('slot', { name: key }, document.createTextNode(this.#ours(key)));
  }

  /** Speaks the language of the page around the host, else the visitor's. Resolves with whether that is another one. */
  async followLanguage(): Promise<boolean> {
    const wanted = chooseLanguage([languageAround(this.host), ...navigator.languages]);
    this.#wanted = wanted;
    const { language, texts } = await loadTexts(wanted);
    // Texts that arrive late are no longer wanted.
    if (wanted !== this.#wanted || language === this.language) return false;
    this.language = language;
    this.#loaded = texts;
    return true;
  }

  #ours(key: TextKey): string {
    return this.#own[key] || this.#loaded[key];
  }
}
