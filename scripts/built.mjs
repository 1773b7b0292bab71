import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode, say } from './run.mjs';

/** Sources of dist/ and build/. */
const sources = [
  'LICENSE',
  'NOTICE',
  'bench',
  'cli',
  'demo',
  'e2e/golden',
  'evaluation',
  'examples',
  'kernels',
  'models',
  'package-lock.json',
  'package.json',
  'rollup.config.mjs',
  'scripts',
  'src',
  'tsconfig.json',
  'tsconfig.build.json',
  'tsconfig.server.json',
];

/** Returns the latest modification time below a path. */
function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  // The folder's own time counts too, since it changes when a file in it is deleted.
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** The build writes this file last, when everything is there and checked. */
export const built = join(root, 'build/built');

/** Notes that sources as they were at that time are built: what was changed during the build is not. */
export function noteBuilt(began) {
  writeFileSync(built, '');
  utimesSync(built, began, began);
}

function isBuilt() {
  const stamp = statSync(built, { throwIfNoEntry: false });
  if (!stamp || !existsSync(join(root, 'dist/depthproof.js'))) return false;
  return sources.every((path) => newest(join(root, path)) < stamp.mtimeMs);
}

/** Builds dist/ if it is missing or older than its sources. Throws if that fails. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  say('Building dist/');
  if ((await runNode('scripts/build.mjs', [])) !== 0)
    throw new Error('The build failed; its message is above.');
}
