import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { retryAdvice } from '../../src/element/retryAdvice';
import type { ReasonCode } from '../../src/session/reasons';
import { reasonSentences } from './reasonWords';

test('the documentation lists every reason with its words and with what the person reads', () => {
  const page = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| (?:`(retry-[a-z]+)`|none: it passed) +\|$/gm)];
  const ofLive: ReasonCode[] = ['nothing-against', 'outweighed'];
  const documented = rows.map(([, code, sentence, key]) => [code, sentence, key]);
  const expected = Object.entries(reasonSentences).map(([code, sentence]) => [
    code,
    sentence,
    ofLive.includes(code as ReasonCode) ? undefined : retryAdvice[code as ReasonCode],
  ]);
  expect(documented).toEqual(expected);
});
