import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('has a section of docs/errors.md for each error code, in the same order', () => {
  const codes = [...read('errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);
  const sections = [...read('../docs/errors.md').matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
  expect(codes).toContain('ASSET_MISSING');
  expect(sections).toEqual(codes);
});
