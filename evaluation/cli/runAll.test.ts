import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clipRecord, rules } from '../testing/records';
import { EvaluationBrowser } from './evaluationBrowser';
import { readOptions } from './options';
import { framesTaken, runAll } from './runAll';
import type { Source } from './sources';

vi.mock('./host', () => ({ host: () => Promise.resolve({ url: '', close: () => Promise.resolve() }) }));
vi.mock('./store', async (original) => ({ ...(await original()), buildHash: () => '' }));

const on = (name: string) => ({
  model: { id: 'm', sha256: '', liveProbability: 0.9, spoofProbability: 0.1, evidence: rules },
  backend: { name, adapter: 'a' },
  cadence: { frames: 5, intervalMilliseconds: 100 },
  systems: {},
});

const sources = ['a.mp4', 'b.mp4'].map((id): Source => {
  const { clip } = clipRecord({ id, label: 'live' });
  return { clip, path: import.meta.filename, frames: 1 };
});

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'depthproof-run-'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(EvaluationBrowser.prototype, 'close').mockResolvedValue();
  vi.spyOn(EvaluationBrowser.prototype, 'run')
    .mockImplementation(({ clip }) => Promise.resolve({ record: clipRecord(clip), pictures: { frames: [] } }))
    .mockRejectedValueOnce(new Error('page.evaluate: Error: lost'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(out, { recursive: true });
});

const run = () => runAll(sources, readOptions(['clips', '--jobs', '1', '--out', out]), 'depthproof 1');

it('opens a browser again after a clip that failed, on the backend that it chose first', async () => {
  const open = vi.spyOn(EvaluationBrowser.prototype, 'open').mockResolvedValue(on('webgl'));
  const { provenance, results } = await run();
  expect(open.mock.calls).toEqual([[undefined], ['webgl']]);
  expect(provenance.backend.name).toBe('webgl');
  expect(results.map(({ record }) => record.error)).toEqual(['lost', undefined]);
});

it.each([
  ['grows', (path: string) => writeFileSync(path, 'more'), [undefined, undefined]],
  ['vanishes', (path: string) => rmSync(path), [undefined, expect.stringContaining('ENOENT')]],
])('takes no result of a clip for that of its file that %s meanwhile', async (_, change, errors) => {
  vi.spyOn(EvaluationBrowser.prototype, 'open').mockResolvedValue(on('wasm'));
  const [source] = sources as [Source];
  const path = join(out, 'a.mp4');
  writeFileSync(path, 'some');
  const judged = vi.spyOn(EvaluationBrowser.prototype, 'run').mockReset();
  judged.mockImplementation(({ clip }) => {
    if (existsSync(path)) change(path);
    return Promise.resolve({ record: clipRecord(clip), pictures: { frames: [] } });
  });
  const run = () => runAll([{ ...source, path }], readOptions(['clips', '--out', out]), 'depthproof 1');
  for (const error of errors) {
    const { results } = await run();
    expect(results.map(({ record }) => record.error)).toEqual([error]);
  }
  expect(judged).toHaveBeenCalledTimes(errors.filter((error) => error === undefined).length);
});

it('makes no report of two backends', async () => {
  vi.spyOn(EvaluationBrowser.prototype, 'open')
    .mockResolvedValueOnce(on('webgl'))
    .mockResolvedValue(on('wasm'));
  await expect(run()).rejects.toThrow('A report must not mix two');
});

it('counts only the frames that the cadence takes, of videos and of pictures', () => {
  const [source] = sources as [Source];
  expect(framesTaken({ ...source, frames: 90 }, 100, 100)).toBeCloseTo(30);
  expect(framesTaken({ ...source, frames: 90, pictures: [] }, 100, 1000 / 30)).toBeCloseTo(30);
  expect(framesTaken({ ...source, frames: 90, pictures: [] }, 100, 200)).toBe(90);
});
