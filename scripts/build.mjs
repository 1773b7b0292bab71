import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { built } from './built.mjs';
import { writeIntegrity } from './integrity.mjs';
import { ensurePackages } from './packages.mjs';
import { root, runNode, say } from './run.mjs';
import { checkSizes } from './sizes.mjs';

const dist = join(root, 'dist');

/** Builds dist/ (library, worker, assets, declarations, demo) and what only this repository runs, then prints sizes. */
async function build() {
  rmSync(dist, { recursive: true, force: true });
  rmSync(join(root, 'build'), { recursive: true, force: true });
  say('Declarations (tsc)');
  for (const project of ['tsconfig.build.json', 'tsconfig.server.json'])
    await must(runNode('node_modules/typescript/bin/tsc', ['-p', project]));
  nameDeclarationFiles();
  for (const name of ['LICENSE', 'NOTICE']) cpSync(join(root, name), join(dist, name));
  say('Bundles (rollup)');
  await must(runNode('node_modules/rollup/dist/bin/rollup', ['--config', '--silent']));
  writeIntegrity();
  say('Examples (vite)');
  // Not before the packages are there.
  const { buildExamples } = await import('./examples.mjs');
  await buildExamples();
  say('Sizes in KB');
  console.table(sizes());
  checkSizes();
  writeFileSync(built, '');
}

async function must(exitCode) {
  if ((await exitCode) !== 0) process.exit(1);
}

/** Node's own module resolution, unlike a bundler's, wants file names with their ending, in declarations too. */
function nameDeclarationFiles() {
  const types = join(dist, 'types');
  for (const name of readdirSync(types, { recursive: true }).filter((path) => path.endsWith('.d.ts'))) {
    const path = join(types, name);
    const text = readFileSync(path, 'utf8');
    const file = (module) => (existsSync(join(dirname(path), `${module}.d.ts`)) ? module : `${module}/index`);
    const named = text.replace(
      /(from |import\()(['"])(\.{1,2}\/[^'"]+)\2/g,
      (_, before, quote, module) => `${before}${quote}${file(module)}.js${quote}`,
    );
    writeFileSync(path, named);
  }
}

function sizes() {
  const files = readdirSync(dist, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(js|wasm|tflite|bin)$/.test(name) && statSync(join(dist, name)).isFile());
  const kilobytes = (bytes) => Number((bytes.length / 1000).toFixed(1));
  return Object.fromEntries(
    files.sort().map((name) => {
      const bytes = readFileSync(join(dist, name));
      return [name, { minified: kilobytes(bytes), gzip: kilobytes(gzipSync(bytes, { level: 9 })) }];
    }),
  );
}

await ensurePackages();
await build();
