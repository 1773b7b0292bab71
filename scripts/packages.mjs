import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root, run, say } from './run.mjs';

/** Installs the locked npm packages unless node_modules already holds exactly those. */
export async function ensurePackages() {
  if (isInstalled()) return;
  say('Installing npm packages (npm ci)');
  // `npm pack --dry-run` would pass its own option on.
  const code = await run(...npm('ci', '--no-audit', '--no-fund', '--no-dry-run'));
  if (code !== 0) throw new Error('npm ci failed; its message is above.');
}

/** npm records what it installed in node_modules/.package-lock.json, in the format of the lock file. */
function isInstalled() {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = lockedPackages(installedLock);
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    const found = installed[path];
    // Missing optional packages are mostly binaries for other systems.
    return path === '' || (found ? found.version === wanted.version : wanted.optional === true);
  });
}

function lockedPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}
