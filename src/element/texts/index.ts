import { askedTwice } from '../../arrived';
import { texts as english } from './en';
import type { LanguageTexts } from './table';

export { english };

/** Every language but English, which is bundled with the element. Each is a file of its own that is loaded on demand. */
const loaders = {
  ar: () => import('./ar'),
  de: () => import('./de'),
  es: () => import('./es'),
  fr: () => import('./fr'),
  hi: () => import('./hi'),
  ja: () => import('./ja'),
  pt: () => import('./pt'),
  zh: () => import('./zh'),
  'zh-Hant': () => import('./zh-Hant'),
};

export type Language = 'en' | keyof typeof loaders;

const rightToLeft: readonly Language[] = ['ar'];

export const languages = ['en', ...Object.keys(loaders)].sort() as readonly Language[];

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return rightToLeft.includes(language) ? 'rtl' : 'ltr';
}

/** Regions that write Chinese in traditional characters. */
const traditional = /^zh-(.*-)?(hant|tw|hk|mo)\b/;

/** Returns the language of a tag such as `pt-BR`, whatever its region, if it has texts. Chinese has them for both its scripts. */
export function languageOf(given: string | null | undefined): Language | undefined {
  const tag = given?.trim().toLowerCase().replaceAll('_', '-') ?? '';
  if (traditional.test(tag) && !/^zh-hans\b/.test(tag)) return 'zh-Hant';
  const [primary] = tag.split('-');
  return languages.find((language) => language === primary);
}

/** Returns the language of the first of `wanted` (tags, best first) that has texts; English if none has. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  return wanted.map(languageOf).find((language) => language !== undefined) ?? 'en';
}

/** Loads the texts of a language. Returns English if its file cannot be loaded: better the wrong language than none. */
export async function loadTexts(language: Language): Promise<{ language: Language; texts: LanguageTexts }> {
  if (language === 'en') return { language, texts: english };
  try {
    const { texts } = await askedTwice(`${language}.js`, loaders[language]());
    return { language, texts };
  } catch {
    return { language: 'en', texts: english };
  }
}
