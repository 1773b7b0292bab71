import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DepthproofError, isDepthproofError } from './errors';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('has a section of docs/errors.md for each error code, in the same order', () => {
  const codes = [...read('errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);
  const sections = [...read('../docs/errors.md').matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
  expect(codes).toContain('ASSET_MISSING');
  expect(sections).toEqual(codes);
});

it("knows an error of another copy of the library, which is of another class, and nobody else's", () => {
  class OtherCopy extends Error {
    override readonly name = 'DepthproofError';
    readonly code = 'NO_FACE';
  }
  const other: unknown = new OtherCopy();
  expect(other).not.toBeInstanceOf(DepthproofError);
  expect(isDepthproofError(other)).toBe(true);
  expect(isDepthproofError(other, 'NO_FACE')).toBe(true);
  expect(isDepthproofError(other, 'CAMERA_DENIED')).toBe(false);
  expect(isDepthproofError(Object.assign(new Error(), { code: 'NO_FACE' }))).toBe(false);
  expect(isDepthproofError(undefined)).toBe(false);
});
