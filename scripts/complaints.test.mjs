import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './run.mjs';

const rows = readFileSync(join(root, 'docs/complaints.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\|\s*\d+\s*\|/.test(line))
  .map((line) => {
    const [, number, , answer, tests] = line.split('|').map((cell) => cell.trim());
    return { number: Number(number), answer, tests: [...tests.matchAll(/`([^`:]+): ([^`]+)`/g)] };
  });

/** Returns the titles of the tests in a source file, TypeScript or Python. */
function titles(file) {
  const source = readFileSync(join(root, file), 'utf8');
  const named = source.matchAll(/(?:\b(?:it|test)|\]\))\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g);
  const inPython = source.matchAll(/def (test_\w+)/g);
  return [...[...named].map(([, , title]) => title), ...[...inPython].map(([, title]) => title)];
}

describe('the list of complaints', () => {
  it('has all 76', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 76 }, (_, index) => index + 1));
  });

  it.each(rows)('$number names tests that exist, or says why there is none', ({ answer, tests }) => {
    for (const [, file, title] of tests) {
      expect(existsSync(join(root, file)), file).toBe(true);
      expect(titles(file), file).toContain(title);
    }
    if (tests.length === 0) expect(answer).toMatch(/[Cc]annot|[Nn]othing to test/);
  });
});
