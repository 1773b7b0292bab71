import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './run.mjs';
import { timesTold } from './suites.mjs';

it('tells what installs took, and the whole without them', () => {
  const times = { seconds: 644.4, processor: 900, load: 0.31, installSeconds: 84, installs: {} };
  const told = timesTold({ ...times, installs: { packages: 80.6, python: 3.4 } });
  expect(told).toContain('1 min 24 s (packages 81, python 3)');
  expect(told).toContain('9 min 20 s, with them 10 min 44 s');
});

it('leaves no folder behind where a run is killed', async () => {
  const TMPDIR = mkdtempSync(join(tmpdir(), 'depthproof-suites-'));
  try {
    const env = { ...process.env, TMPDIR };
    const args = ['scripts/test.mjs', '--only', 'format'];
    const run = spawn(process.execPath, args, { cwd: root, env, detached: true });
    const ended = once(run, 'exit');
    await new Promise((resolve) => {
      run.stdout.on('data', (text) => String(text).includes('Suite format') && resolve());
    });
    // With all that it has started.
    process.kill(-run.pid, 'SIGKILL');
    await ended;
    expect(readdirSync(TMPDIR)).toEqual([]);
  } finally {
    rmSync(TMPDIR, { recursive: true });
  }
});
