import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { npm } from './npm.mjs';
import { pack } from './pack.mjs';

afterEach(() => vi.unstubAllEnvs());

it('is the npm that runs the command, and none of another package manager', () => {
  vi.stubEnv('npm_execpath', '/lib/npm/bin/npm-cli.js');
  expect(npm('ci')).toEqual([process.execPath, ['/lib/npm/bin/npm-cli.js', 'ci']]);
  for (const other of ['/lib/pnpm/bin/pnpm.cjs', undefined]) {
    vi.stubEnv('npm_execpath', other);
    expect(npm('ci')).toEqual(['npm', ['ci']]);
  }
});

it('packs where no program npm can be started, as on Windows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'depthproof-npm-'));
  try {
    const file = join(folder, 'npm-cli.js');
    writeFileSync(file, `if (process.argv[2] !== 'pack') process.exit(1);`);
    vi.stubEnv('npm_execpath', file);
    vi.stubEnv('PATH', '');
    expect(await pack(folder)).toMatch(/depthproof-[\d.]+\.tgz$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
