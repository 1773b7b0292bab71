import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Returns a module's static imports, and those of the imported modules. */
function imports(file, found = new Set()) {
  const source = readFileSync(join(import.meta.dirname, file), 'utf8');
  for (const [, name] of source.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';/gms)) {
    if (found.has(name)) continue;
    found.add(name);
    if (name.startsWith('./')) imports(name, found);
  }
  return [...found];
}

it.each(['annotate', 'bench', 'build', 'evaluate', 'prepack', 'site', 'start', 'test'])(
  'npm run %s needs no package before it installs them',
  (name) => {
    const names = imports(`${name}.mjs`);
    expect(names).toContain('./packages.mjs');
    expect(names.filter((name) => !/^(node:|\.\/)/.test(name))).toEqual([]);
  },
);
