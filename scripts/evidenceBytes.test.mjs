import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wired, withoutWiring } from './evidenceBytes.mjs';
import { root } from './run.mjs';

describe('the wiring of evidence', () => {
  it.each(wired)('is where `npm run figures` looks for it in %s', (path) => {
    const code = readFileSync(join(root, path), 'utf8');
    expect(withoutWiring(path, code).length).toBeLessThan(code.length);
  });
});
