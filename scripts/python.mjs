import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

/** Python modules that training/ imports, with the Debian packages that hold them. */
const needs = {
  av: 'python3-av',
  cv2: 'python3-opencv',
  numpy: 'python3-numpy',
  scipy: 'python3-scipy',
  torch: 'python3-torch',
};

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
