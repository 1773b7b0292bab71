import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyAssets } from './assets';

const files = { 'index.js': 'export {};', 'texts/de.js': 'export {};\n' };
let folder: string;
const source = () => join(folder, 'package');
const target = () => join(folder, 'site');

/** Copies a package of this version. */
async function copy(version: string) {
  const listed = Object.entries(files).map(([path, content]) => {
    const digest = createHash('sha384').update(content).digest('base64');
    return [path, { integrity: `sha384-${digest}`, bytes: content.length }];
  });
  const manifest = { version, files: Object.fromEntries(listed) as object };
  await writeFile(join(source(), 'integrity.json'), JSON.stringify(manifest));
  return copyAssets(pathToFileURL(`${source()}/`), target());
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'depthproof-assets-'));
  await mkdir(join(source(), 'texts'), { recursive: true });
  for (const [path, content] of Object.entries({ ...files, LICENSE: 'Apache', NOTICE: 'MediaPipe' }))
    await writeFile(join(source(), path), content);
});
afterEach(() => rm(folder, { recursive: true }));

describe('depthproof assets', () => {
  it('copies what is hosted, the notices and the manifest', async () => {
    expect(await copy('1')).toHaveLength(2);
    const copied = ['LICENSE', 'NOTICE', 'index.js', 'index.js.br', 'index.js.gz', 'integrity.json', 'texts'];
    expect((await readdir(target())).sort()).toEqual(copied);
    expect(await readFile(join(target(), 'NOTICE'), 'utf8')).toBe('MediaPipe');
  });

  it('writes compressed copies for hosts that serve them', async () => {
    await copy('1');
    const read = (ending: string) => readFile(join(target(), `index.js.${ending}`));
    expect(String(brotliDecompressSync(await read('br')))).toBe(files['index.js']);
    expect(String(gunzipSync(await read('gz')))).toBe(files['index.js']);
  });

  it('leaves no manifest behind that the files of another version contradict', async () => {
    await copy('1');
    await writeFile(join(source(), 'texts/de.js'), 'altered');
    await expect(copy('2')).rejects.toThrow('texts/de.js');
    expect(await readdir(target())).not.toContain('integrity.json');
  });
});
