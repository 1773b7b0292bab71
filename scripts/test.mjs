// The whole suite: `npm test`; with the long sweeps: `npm run test:all`; some suites: `npm test -- --only unit,python`.
// The whole suite writes its counts and times to build/test.json.
import { main } from './run.mjs';
import { runSuites } from './suites.mjs';

/**
 * First what end-to-end tests wait for, and beside it the longest; then these, which take longest of all; the shortest last, so
 * that no lane is left with a long one.
 */
const whole = ['build', 'python', 'unit', 'e2e', 'site', 'lint', 'server', 'types', 'format', 'ruff'];

await main(() => {
  const flag = process.argv.indexOf('--only');
  const sweep = process.argv.includes('--sweep');
  const all = sweep ? [...whole, 'sizes', 'lighthouse'] : whole;
  if (flag >= 0) return runSuites((process.argv[flag + 1] ?? '').split(','), { sweep });
  return runSuites(all, { sweep, report: sweep ? undefined : 'build/test.json' });
});
