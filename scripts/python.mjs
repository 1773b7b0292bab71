import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackages } from './apt.mjs';
import { root, run, say } from './run.mjs';

/** Python modules that training/ imports, with the Debian packages that hold them. */
const needs = {
  av: 'python3-av',
  cv2: 'python3-opencv',
  numpy: 'python3-numpy',
  scipy: 'python3-scipy',
  torch: 'python3-torch',
};

/** Checkers of training/ from PyPI, in a virtual environment of their own. */
const checkers = ['ruff==0.17.6', 'mypy==2.4.1'];
const environment = join(root, 'node_modules/.cache/python');

const imports = `import ${Object.keys(needs).join(', ')}`;

/** @returns {string | undefined} a Python 3 that has all of `needs` */
function findPython() {
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python'];
  return candidates.find((python) => python && spawnSync(python, ['-c', imports]).status === 0);
}

/** A Python 3 with everything training/ needs; installs that on Debian. Throws where it cannot. */
export async function ensurePython() {
  const found = findPython();
  if (found) return found;
  say('Installing Python packages');
  await installDebianPackages(['python3', ...Object.values(needs)]);
  const installed = findPython();
  if (!installed) {
    throw new Error(
      `No Python 3 that can "${imports}". Install these modules, or set PYTHON to one that has them.`,
    );
  }
  return installed;
}

/** The folder of the checkers' commands; installs them. Throws where it cannot. */
export async function ensurePythonCheckers(python) {
  const commands = join(environment, 'bin');
  const installed = join(environment, 'checkers.txt');
  const wanted = checkers.join(' ');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return commands;
  say(`Installing ${wanted}`);
  const create = async () => (await run(python, ['-m', 'venv', '--clear', environment])) === 0;
  // Debian keeps what it takes in a package of its own.
  const created = (await create()) || ((await installDebianPackages(['python3-venv'])) && (await create()));
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...checkers];
  if (!created || (await run(join(commands, 'python'), pip)) !== 0)
    throw new Error(`Could not install ${wanted} from PyPI into ${environment}.`);
  writeFileSync(installed, wanted);
  return commands;
}
