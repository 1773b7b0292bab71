import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { built, ensureBuilt, noteBuilt } from './built.mjs';
import { root, runNode } from './run.mjs';

vi.mock('./run.mjs', () => ({
  root: mkdtempSync(join(tmpdir(), 'depthproof-built-')),
  runNode: vi.fn(() => Promise.resolve(0)),
  say: () => undefined,
}));

afterAll(() => rmSync(root, { recursive: true }));

it('builds where dist/ is gone, whatever the build noted', async () => {
  const repository = join(import.meta.dirname, '..');
  const made = ['build', 'dist'];
  for (const name of readdirSync(repository).filter((name) => !made.includes(name)))
    symlinkSync(join(repository, name), join(root, name));
  for (const name of made) mkdirSync(join(root, name));
  writeFileSync(built, '');
  const later = new Date(Date.now() + 60_000);
  utimesSync(built, later, later);

  await ensureBuilt();
  expect(runNode).toHaveBeenCalledTimes(1);
  writeFileSync(join(root, 'dist/depthproof.js'), '');
  await ensureBuilt();
  expect(runNode).toHaveBeenCalledTimes(1);
});

it('builds again where a source was changed during the build', async () => {
  const began = new Date();
  noteBuilt(began);
  await ensureBuilt();
  expect(runNode).toHaveBeenCalledTimes(1);
  rmSync(join(root, 'NOTICE'));
  writeFileSync(join(root, 'NOTICE'), '');
  // A file's own time lags some milliseconds behind this clock.
  const during = new Date(began.getTime() + 1);
  utimesSync(join(root, 'NOTICE'), during, during);
  noteBuilt(began);
  await ensureBuilt();
  expect(runNode).toHaveBeenCalledTimes(2);
});
