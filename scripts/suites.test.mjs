import { expect, it } from 'vitest';
import { timesTold } from './suites.mjs';

it('tells what installs took, and the whole without them', () => {
  const times = { seconds: 644.4, processor: 900, load: 0.31, installSeconds: 84, installs: {} };
  const told = timesTold({ ...times, installs: { packages: 80.6, python: 3.4 } });
  expect(told).toContain('1 min 24 s (packages 81, python 3)');
  expect(told).toContain('9 min 20 s, with them 10 min 44 s');
});
