import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from './packages.mjs';
import { root, runNode, say } from './run.mjs';
import { serve } from './serve.mjs';

/** What dist/ is made of. */
const sources = [
  'demo',
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

try {
  await ensurePackages();
  if (!isBuilt()) {
    say('Building dist/');
    if ((await runNode('scripts/build.mjs', [])) !== 0)
      throw new Error('The build failed; its message is above.');
  }
  const { url } = await serve({ '/': join(root, 'dist') }, { port: Number(process.env.PORT ?? 8080) });
  say(`Depthproof's demo is at ${url}/ (Ctrl-C ends it)`);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
