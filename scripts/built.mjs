import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode, say } from './run.mjs';

/** What dist/ and build/ are made of. */
const sources = [
  'annotation',
  'cli',
  'demo',
  'evaluation',
  'kernels',
  'models',
  'package-lock.json',
  'rollup.config.mjs',
  'scripts',
  'src',
  'tsconfig.json',
  'tsconfig.build.json',
];

function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  // A folder's own time counts too: it changes when a file in it is deleted.
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** The build writes dist/depthproof.js last. */
function isBuilt() {
  const built = statSync(join(root, 'dist/depthproof.js'), { throwIfNoEntry: false });
  return built !== undefined && sources.every((path) => newest(join(root, path)) < built.mtimeMs);
}

/** Builds dist/ where it is not there or older than its sources. Throws if that fails. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  say('Building dist/');
  if ((await runNode('scripts/build.mjs', [])) !== 0)
    throw new Error('The build failed; its message is above.');
}
