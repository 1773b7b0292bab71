import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * The folders that lead resolvers which do not read `exports` to the package's modules: TypeScript's `moduleResolution:
 * node`, Parcel, older test runners. They exist only while the package is packed. Returns path and content of each.
 */
function stubs() {
  const { exports: modules } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(modules)
    .filter(([name]) => /^\.\/\w+$/.test(name))
    .map(([name, target]) => {
      const { default: main = target, types } = target;
      const up = (path) => path && `.${path}`;
      return { folder: join(root, name), content: { type: 'module', main: up(main), types: up(types) } };
    });
}

export function writeStubs() {
  for (const { folder, content } of stubs()) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(content, undefined, 2)}\n`);
  }
}

export function removeStubs() {
  for (const { folder } of stubs()) rmSync(folder, { recursive: true, force: true });
}
