import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Returns the modules that a module imports before its first line runs, and their imports. */
function imports(file, found = new Set()) {
  const source = readFileSync(join(import.meta.dirname, file), 'utf8');
  for (const [, name] of source.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';/gms)) {
    if (found.has(name)) continue;
    found.add(name);
    if (name.startsWith('./')) imports(name, found);
  }
  return [...found];
}

it.each(['bench', 'build', 'evaluate', 'prepack', 'site', 'start', 'test'])(
  'npm run %s needs no package before it installs them',
  (name) => {
    const names = imports(`${name}.mjs`);
    expect(names).toContain('./packages.mjs');
    expect(names.filter((name) => !/^(node:|\.\/)/.test(name))).toEqual([]);
  },
);
