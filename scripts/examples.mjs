import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from './run.mjs';

const source = join(root, 'examples');
const target = join(root, 'build/examples');

/** Resolves the package to this repository's build; a page would resolve it to its own install. */
const alias = [
  { find: /^depthproof$/, replacement: join(root, 'dist/index.js') },
  { find: /^depthproof\/(\w+)$/, replacement: join(root, 'dist/$1.js') },
];

/** Builds every example into build/examples, as someone who copied one would. */
export async function buildExamples() {
  cpSync(join(source, 'plain'), join(target, 'plain'), { recursive: true });
  for (const name of ['react-vite', 'vue-vite', 'server-rendering']) {
    await build({
      root: join(source, name),
      resolve: { alias },
      logLevel: 'warn',
      build: { outDir: join(target, name), emptyOutDir: true, target: 'es2022' },
    });
  }
  await renderOnServer(join(target, 'server-rendering/index.html'));
}

/** Renders in Node, which finds the package by its own name through the exports in package.json. */
async function renderOnServer(page) {
  const { render } = await import(pathToFileURL(join(source, 'server-rendering/render.js')).href);
  writeFileSync(page, render(readFileSync(page, 'utf8')));
}
