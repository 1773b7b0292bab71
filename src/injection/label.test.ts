import { afterEach, expect, it, vi } from 'vitest';

/** Regular expressions as Safari before 16.4 has them. */
class Older extends RegExp {
  constructor(source: string, flags?: string) {
    if (/\(\?<[!=]/.test(source)) throw new SyntaxError('invalid group specifier name');
    super(source, flags);
  }
}

afterEach(() => vi.unstubAllGlobals());

it('is told where there is no lookbehind', async () => {
  vi.stubGlobal('RegExp', Older);
  const { labelIsVirtual } = await import('./label');
  for (const label of ['obs', 'OBS', 'My OBS Camera', '(OBS)', '1obs', 'Jobs, OBS'])
    expect(labelIsVirtual(label), label).toBe(true);
  for (const label of ['Jobs', 'obstacle', 'JOBS']) expect(labelIsVirtual(label), label).toBe(false);
});
