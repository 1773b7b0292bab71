import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clipRecord, evaluationOf, scoredClip } from '../testing/records';
import type { ClipRecord } from '../records';
import { evaluate } from './evaluate';
import { UsageError } from './options';
import { runAll } from './runAll';

vi.mock('./runAll');
vi.mock('./readClips', () => ({ readClips: () => ({ clips: [], root: '' }) }));
vi.mock('./sources', () => ({ openSources: () => Promise.resolve([]) }));

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'depthproof-evaluate-'));
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(out, { recursive: true });
});

const live = scoredClip({ id: 'a.mp4', label: 'live' }, [0.9]);
const attack = scoredClip({ id: 'b.mp4', label: 'attack', species: 'print' }, [0.1]);
const failed = clipRecord({ id: 'c.mp4', label: 'live' }, { error: 'no video' });

it.each([
  [0, 'every clip was judged', [live, attack]],
  [3, 'some clips failed', [live, attack, failed]],
  [1, 'all clips failed', [failed]],
])('ends with %i where %s', async (code, _, records: ClipRecord[]) => {
  const { provenance } = evaluationOf(records);
  const results = records.map((record) => ({ record, pictures: { frames: [] } }));
  vi.mocked(runAll).mockResolvedValue({ provenance, results });
  expect(await evaluate(['clips', '--out', out])).toBe(code);
});

it.each(['out', 'export-crops'])(
  'refuses before the run a folder for --%s that cannot be made',
  async (option) => {
    const file = join(out, 'file');
    writeFileSync(file, '');
    vi.mocked(runAll).mockReset();
    for (const path of [file, join(file, 'deeper')])
      await expect(evaluate(['clips', '--out', out, `--${option}`, path])).rejects.toThrow(UsageError);
    expect(runAll).not.toHaveBeenCalled();
  },
);
