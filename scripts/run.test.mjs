import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, run } from './run.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Those that hand all that they are called with on to a program that refuses what it does not know. */
const handOn = ['evaluate', 'mutation'];
/** With it, a command that goes on all the same can start nothing and write nothing. Node before 22.13 has the longer name. */
const powerless = ['--permission', '--experimental-permission'].find((flag) =>
  process.allowedNodeEnvironmentFlags.has(flag),
);
const commands = Object.values(scripts).flatMap(
  (script) => /^node scripts\/(\w+)\.mjs/.exec(script)?.[1] ?? [],
);

it.each([...new Set(commands)].filter((name) => !handOn.includes(name) && name !== 'postpack'))(
  'scripts/%s.mjs refuses an option that it does not know',
  (name) => {
    const args = [powerless, '--allow-fs-read=*', `scripts/${name}.mjs`, '--onyl', 'unit'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(stderr).toMatch(/^Unknown option '--onyl'\.$/m);
    expect(status).toBe(2);
  },
);

it('hands options of Stryker on', () => {
  const args = [powerless, '--allow-fs-read=*', 'scripts/mutation.mjs', '--mutate', 'src/errors.ts'];
  const { stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stderr).not.toContain('Unknown option');
});

it('waits at its limit for nothing that the killed command has started', async () => {
  let output = '';
  const onOutput = (text) => (output += text);
  expect(await run('sh', ['-c', 'sleep 600 & echo $!; wait'], { limit: 0.05, onOutput })).toBe(1);
  expect(output).toMatch(/^\d+\n$/);
  process.kill(Number(output));
});
