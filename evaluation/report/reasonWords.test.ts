import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { retryAdvice } from '../../src/element/retryAdvice';
import type { ReasonCode } from '../../src/session/reasons';
import { reasonSentences } from './reasonWords';

test('the documentation lists every reason with what the person reads', () => {
  const page = readFileSync(new URL('../../docs/integrate.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `([a-z-]+)` +\| .+? +\| (?:`(retry-[a-z]+)`|none: it passed) +\|$/gm);
  const ofLive: ReasonCode[] = ['nothing-against', 'outweighed'];
  const expected = Object.keys(reasonSentences).map((code) => [
    code,
    ofLive.includes(code as ReasonCode) ? undefined : retryAdvice[code as ReasonCode],
  ]);
  expect(new Map([...rows].map(([, code, key]) => [code, key]))).toEqual(new Map(expected as [string, string][]));
});
