import { build } from './build';
import { chooseLanguage, directionOf, english, languageOf, loadTexts, type Language } from './texts';
import type { EvidenceKey, LanguageTexts, TextKey, Texts } from './texts/table';

/**
 * The texts of one element. The page's slots come first, then the page's own texts, then the texts of the language.
 */
export class Localizer {
  #language: Language = 'en';
  /** The language around the host, if it has no texts here. */
  #foreign: string | undefined;
  /** The page's own texts, which replace those of the element. */
  own: Partial<Texts> = {};
  /** Those of a check with a session, once they are there. */
  evidence: Record<Language, Pick<Texts, EvidenceKey>> | undefined;
  #loaded: LanguageTexts = english;
  #wanted: Language = 'en';
  #observer: MutationObserver | undefined;

  constructor(private readonly host: Element) {}

  /** The language of most texts: the page's, where it has its own texts in a language that has none here. */
  get language(): string {
    return this.#ownLanguage ?? this.#language;
  }

  /** Empty if it is the page's. */
  get direction(): 'ltr' | 'rtl' | '' {
    return this.#ownLanguage === undefined ? directionOf(this.#language) : '';
  }

  /** Returns the text as the person reads it. */
  text(key: TextKey): string {
    const slotted = this.host.querySelector(`:scope > [slot="${key}"]`)?.textContent;
    return slotted?.trim() || this.#fallback(key);
  }

  /** Returns a slot with the fallback text in it. */
  slot(key: TextKey): HTMLElement {
    const slot = build('slot', { name: key }, document.createTextNode(this.#fallback(key)));
    if (this.#ownLanguage !== undefined && !this.own[key]) slot.lang = this.#language;
    return slot;
  }

  /** Loads the language of the page around the host, else the visitor's. Resolves to whether the language changed. */
  async loadLanguage(): Promise<boolean> {
    const around = inheritedLang(this.host);
    const wanted = chooseLanguage([around, ...navigator.languages]);
    this.#wanted = wanted;
    const { language, texts } = await loadTexts(wanted);
    // Another language may have been asked for in the meantime.
    if (wanted !== this.#wanted) return false;
    const before = this.language;
    this.#foreign = around && languageOf(around) === undefined ? around : undefined;
    this.#language = language;
    this.#loaded = texts;
    return this.language !== before;
  }

  /** Calls back whenever a `lang` around the host changes, until `unwatch`. */
  watch(changed: () => void): void {
    this.unwatch();
    this.#observer = new MutationObserver(changed);
    for (let root = this.host.getRootNode(); ; root = (root as ShadowRoot).host.getRootNode()) {
      this.#observer.observe(root, { attributeFilter: ['lang'], subtree: true });
      if (!('host' in root)) break;
    }
  }

  unwatch(): void {
    this.#observer?.disconnect();
  }

  get #ownLanguage(): string | undefined {
    return Object.keys(this.own).length > 0 ? this.#foreign : undefined;
  }

  #fallback(key: TextKey): string {
    const evidence: Partial<Texts> | undefined = this.evidence?.[this.#language];
    return this.own[key] || (this.#loaded as Texts)[key] || evidence?.[key] || '';
  }
}

/** Returns the `lang` of an element or of its nearest ancestor that has one, across shadow roots. */
function inheritedLang(element: Element): string | undefined {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang') ?? undefined;
  const root = element.getRootNode();
  return 'host' in root ? inheritedLang((root as ShadowRoot).host) : undefined;
}
