import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDebianPackages } from './apt.mjs';
import { root, run, say } from './run.mjs';

const folder = join(root, 'node_modules/.cache/python-tools');
const packages = ['schemathesis==4.32.5', 'flask==3.1.3'];

/**
 * Schemathesis, which the server's OpenAPI file is tested with, and Flask, which an example uses, in a Python environment of
 * their own.
 *
 * @returns {Promise<string | undefined>} folder of its programs; `undefined`, said aloud, where it cannot be had: the
 *   tests then skip by name
 */
export async function ensurePythonTools() {
  const programs = join(folder, 'bin');
  const works = () => spawnSync(join(programs, 'schemathesis'), ['--version']).status === 0;
  if (existsSync(programs) && works()) return programs;
  say('Installing schemathesis and Flask');
  if (spawnSync('python3', ['-c', 'import ensurepip']).status !== 0)
    await installDebianPackages(['python3-venv']);
  await run('python3', ['-m', 'venv', '--clear', folder]);
  await run(join(programs, 'python'), ['-m', 'pip', 'install', '-q', ...packages]);
  if (works()) return programs;
  console.error('No schemathesis here: the OpenAPI file will not be tested.');
  return undefined;
}
