import type { texts } from './en';

/** What the file of a language holds: a text for each of English. */
export type LanguageTexts = Readonly<Record<keyof typeof texts, string>>;

/** Shown only with a session: see `evidence/texts.ts`. */
export type EvidenceKey = 'start-evidence' | 'error-session';

/** The key of each text of the element, which is also the name of the slot that replaces it. */
export type TextKey = keyof LanguageTexts | EvidenceKey;

export type Texts = Readonly<Record<TextKey, string>>;
