import type * as FileSystem from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dist } from './host';
import type { Clip } from '../records';
import { clipRecord } from '../testing/records';
import { buildHash, Store } from './store';

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>();
  return { ...fs, writeFileSync: vi.fn(fs.writeFileSync) };
});
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

describe('Store', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'depthproof-store-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  const sourceOf = (clip: Partial<Clip>) => ({
    clip: { ...clipRecord({ id: 'a.mp4', label: 'attack' }).clip, ...clip },
    path: import.meta.filename,
    frames: 1,
  });
  const resultOf = ({ clip }: { clip: Clip }) => ({ record: clipRecord(clip), pictures: { frames: [] } });

  it('keeps a result where the manifest says otherwise who or what is shown, or has it in another row', () => {
    const store = new Store(out, 'setting', undefined);
    const before = sourceOf({ row: 2, species: 'prnt', subject: 'ann', slices: { light: 'dim' } });
    store.write(store.nameOf(before), resultOf(before));
    const after = sourceOf({ row: 3, species: 'print', subject: 'anna' });
    expect(store.read(after)?.record.clip).toEqual(after.clip);
    expect(store.read(sourceOf({ label: 'live' }))).toBeUndefined();
    expect(store.read(sourceOf({ id: 'a.mp4#0-5', end: 5 }))).toBeUndefined();
  });

  it('writes a result that another run of the same clips writes at the same time', () => {
    const [store, other] = [new Store(out, 'setting', undefined), new Store(out, 'setting', undefined)];
    const source = sourceOf({});
    const [name, result] = [store.nameOf(source), resultOf(source)];
    const write = vi.mocked(writeFileSync).getMockImplementation();
    vi.mocked(writeFileSync).mockImplementationOnce((...parameters) => {
      write?.(...parameters);
      other.write(name, result);
    });
    store.write(name, result);
    expect(store.read(source)).toEqual(result);
  });
});
