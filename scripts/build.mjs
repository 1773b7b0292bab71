import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { built, noteBuilt } from './built.mjs';
import { writeIntegrity } from './integrity.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root, runNode, say } from './run.mjs';
import { checkSizes, printSizes } from './sizes.mjs';

const dist = join(root, 'dist');

/** Builds dist/ (library, worker, assets, declarations, demo) and build/ (what only this repository runs); prints sizes. */
async function build() {
  const began = new Date();
  rmSync(dist, { recursive: true, force: true });
  clear(join(root, 'build'));
  say('Declarations (tsc)');
  for (const project of ['tsconfig.build.json', 'tsconfig.server.json'])
    await must(runNode('node_modules/typescript/bin/tsc', ['-p', project]));
  finishDeclarations();
  for (const name of ['LICENSE', 'NOTICE']) cpSync(join(root, name), join(dist, name));
  say('Bundles (rollup)');
  await bundle();
  writeIntegrity();
  say('Examples (vite)');
  // Imported here, because the packages may just have been installed.
  const { buildExamples } = await import('./examples.mjs');
  await buildExamples();
  printSizes();
  checkSizes();
  noteBuilt(began);
}

/** Empties the folder but for the JSON files in which commands, some after hours, leave what they measured. */
function clear(folder) {
  if (!existsSync(folder)) return;
  const stale = readdirSync(folder).filter((name) => !name.endsWith('.json'));
  for (const name of stale) rmSync(join(folder, name), { recursive: true });
}

/** Builds only what the smoke test opens. */
async function buildSmoke() {
  rmSync(built, { force: true });
  await bundle('--environment', 'SMOKE');
  cpSync(join(root, 'examples/plain'), join(root, 'build/examples/plain'), { recursive: true });
}

/** Prints a line for each bundle. */
async function bundle(...args) {
  await must(runNode('node_modules/rollup/dist/bin/rollup', ['--config', ...args]));
}

async function must(exitCode) {
  if ((await exitCode) !== 0) process.exit(1);
}

/**
 * Appends file extensions to the imports of declarations, which Node's module resolution requires, and takes the buffers'
 * type off typed arrays, which have none in TypeScript before 5.7.
 */
function finishDeclarations() {
  const types = join(dist, 'types');
  for (const name of readdirSync(types, { recursive: true }).filter((path) => path.endsWith('.d.ts'))) {
    const path = join(types, name);
    const text = readFileSync(path, 'utf8');
    const file = (module) => (existsSync(join(dirname(path), `${module}.d.ts`)) ? module : `${module}/index`);
    const named = text.replace(
      /(from |import\()(['"])(\.{1,2}\/[^'"]+)\2/g,
      (_, before, quote, module) => `${before}${quote}${file(module)}.js${quote}`,
    );
    writeFileSync(path, named.replace(/\b(\w+Array)<ArrayBuffer(Like)?>/g, '$1'));
  }
}

await main(
  async ({ values: { smoke } }) => {
    await ensurePackages();
    await (smoke ? buildSmoke() : build());
  },
  { options: { smoke: { type: 'boolean' } } },
);
