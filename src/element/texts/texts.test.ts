import { describe, expect, test } from 'vitest';
import { texts as evidence } from '../../evidence/texts';
import { chooseLanguage, english, languages, loadTexts } from './index';

describe('chooseLanguage', () => {
  test.each([
    [['pt-BR'], 'pt'],
    [['zh-Hant-TW'], 'zh-Hant'],
    [['zh-TW'], 'zh-Hant'],
    [['zh_HK'], 'zh-Hant'],
    [['zh'], 'zh'],
    [['zh-Hans-HK'], 'zh'],
    [['zh-CN'], 'zh'],
    [['DE_at'], 'de'],
    [[null, '', 'qaa', 'fr-CA', 'de'], 'fr'],
    [['qaa-DE', 'qab'], 'en'],
    [['deu'], 'en'],
    [[], 'en'],
  ])('%j is %s', (wanted, language) => {
    expect(chooseLanguage(wanted)).toBe(language);
  });
});

const all = { ...english, ...evidence.en };

describe.each(languages)('%s', (language) => {
  test('has every text, none empty', async () => {
    const { language: loaded, texts: ofLanguage } = await loadTexts(language);
    expect(loaded).toBe(language);
    const texts = { ...ofLanguage, ...evidence[language] };
    expect(Object.keys(texts).sort()).toEqual(Object.keys(all).sort());
    for (const text of Object.values(texts)) expect(text.trim()).toBe(text === '' ? 'a text' : text);
  });

  test('is translated', async () => {
    const texts = { ...(await loadTexts(language)).texts, ...evidence[language] };
    const same = Object.entries(texts).filter(([key, text]) => text === all[key as keyof typeof all]);
    if (language !== 'en') expect(same).toEqual([]);
  });
});
