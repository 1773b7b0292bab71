import { texts as english } from './en';
import type { Texts } from './table';

export { english };

/** Every language but English, which comes with the element: each is a file of its own, loaded when it is asked for. */
const loaders = {
  ar: () => import('./ar'),
  de: () => import('./de'),
  es: () => import('./es'),
  fr: () => import('./fr'),
  hi: () => import('./hi'),
  ja: () => import('./ja'),
  pt: () => import('./pt'),
  zh: () => import('./zh'),
};

export type Language = 'en' | keyof typeof loaders;

const rightToLeft: readonly Language[] = ['ar'];

export const languages = ['en', ...Object.keys(loaders)].sort() as readonly Language[];

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return rightToLeft.includes(language) ? 'rtl' : 'ltr';
}

/**
 * The first of `wanted` (tags such as `pt-BR`, best first) whose language we speak, whatever its region or script;
 * English if there is none.
 */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const primary = tag?.trim().toLowerCase().split(/[-_]/)[0];
    const found = languages.find((language) => language === primary);
    if (found) return found;
  }
  return 'en';
}

/** English where the language's file cannot be loaded: a text in the wrong language is better than none. */
export async function loadTexts(language: Language): Promise<{ language: Language; texts: Texts }> {
  if (language === 'en') return { language, texts: english };
  try {
    const { texts } = await loaders[language]();
    return { language, texts };
  } catch {
    return { language: 'en', texts: english };
  }
}
