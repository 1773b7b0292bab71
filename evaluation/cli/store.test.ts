import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { dist } from './host';
import { buildHash } from './store';

vi.mock('./host', () => ({ dist: mkdtempSync(join(tmpdir(), 'depthproof-dist-')) }));

afterAll(() => rmSync(dist, { recursive: true }));

it('hashes the product, the page and the command that decodes', () => {
  const files = ['integrity.json', 'evaluation/page.js', 'evaluation/depthproof.js'];
  const put = (file: string, text: string) => writeFileSync(join(dist, file), text);
  const now = () => buildHash({ silentFace: undefined });
  mkdirSync(join(dist, 'evaluation'));
  for (const file of files) put(file, 'old');
  const before = now();
  expect(now()).toBe(before);
  for (const file of files) {
    put(file, 'new');
    expect(now(), file).not.toBe(before);
    put(file, 'old');
  }
});
