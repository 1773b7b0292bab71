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
  torch: 'python3-torch',
};

/** Commands from PyPI, each set in a virtual environment of its own: what checks training/, and what tests the server. */
const commandSets = {
  checkers: ['ruff==0.17.6', 'mypy==2.4.1'],
  // Schemathesis tests the OpenAPI file; an example runs on Flask.
  server: ['schemathesis==4.32.5', 'flask==3.1.3'],
};

const imports = `import ${Object.keys(needs).join(', ')}`;

/** @returns {string | undefined} a Python 3 that has all of `needs`: the one that PYTHON names, if it is set */
function findPython() {
  const named = process.env.PYTHON;
  const candidates = named ? [named] : ['python3', '/usr/bin/python3', 'python'];
  return candidates.find((python) => spawnSync(python, ['-c', imports]).status === 0);
}

/** A Python 3 with everything training/ needs; installs that on Debian. Throws where it cannot. */
export async function ensurePython() {
  const found = findPython();
  if (found) return found;
  if (process.env.PYTHON)
    throw new Error(
      `PYTHON=${process.env.PYTHON} cannot "${imports}". Set it to a Python 3 that can, or unset it.`,
    );
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

/** @param {keyof typeof commandSets} set */
const environmentOf = (set) => join(root, 'node_modules/.cache/python', set);

/**
 * Returns the folder of a set's commands.
 *
 * @param {keyof typeof commandSets} set
 */
export const pythonCommands = (set) => join(environmentOf(set), 'bin');

/**
 * Installs a set of commands, and returns their folder. Throws where it cannot.
 *
 * @param {keyof typeof commandSets} set
 */
export async function ensurePythonCommands(set) {
  const python = process.env.PYTHON || 'python3';
  if (spawnSync(python, ['--version']).status !== 0)
    throw new Error(`No Python 3 at ${python}. Install it, or set PYTHON to one, and try again.`);
  const environment = environmentOf(set);
  const commands = pythonCommands(set);
  const installed = join(environment, 'installed.txt');
  const wanted = commandSets[set].join(' ');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return commands;
  say(`Installing ${wanted}`);
  const create = async () => (await run(python, ['-m', 'venv', '--clear', environment])) === 0;
  // Debian keeps what it takes in a package of its own.
  const created = (await create()) || ((await installDebianPackages(['python3-venv'])) && (await create()));
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...commandSets[set]];
  if (!created || (await run(join(commands, 'python'), pip)) !== 0)
    throw new Error(`Could not install ${wanted} from PyPI into ${environment}.`);
  writeFileSync(installed, wanted);
  return commands;
}
