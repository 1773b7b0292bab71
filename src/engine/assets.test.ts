import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { modelFolder } from '../../scripts/assets.mjs';
import { Assets } from './assets';

const path = 'model/model.json';
const right = readFileSync(join(modelFolder(), 'model.json'));
const old = () => new Response('{}');
const page = () => new Response('<!doctype html>');
const missing = () => new Response('', { status: 404 });

/** Fetches the file where the browser's cache holds `cached`, and the server has `there`. */
function fetched(cached: () => Response, there: () => Response) {
  const answer = (_: string, { cache }: RequestInit) => (cache === 'reload' ? there() : cached());
  vi.stubGlobal('fetch', (...given: Parameters<typeof answer>) => Promise.resolve(answer(...given)));
  return new Assets('https://example.org/', () => undefined).bytes(path);
}

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['an old file', old],
  ['what a host answered before it had the file', missing],
])('asks the server where a cache holds %s', async (_, cached) => {
  expect(Buffer.from(await fetched(cached, () => new Response(Uint8Array.from(right))))).toEqual(right);
});

it.each([
  ['lacks the file', missing, 'ASSET_MISSING'],
  ['sends its page in place of the file', page, 'ASSET_MISSING'],
  ['has another file', old, 'ASSET_CORRUPT'],
])('names the address where the server %s', async (_, there, code) => {
  const message = expect.stringContaining(`https://example.org/assets/${path}?`) as string;
  await expect(fetched(there, there)).rejects.toMatchObject({ code, message });
});
