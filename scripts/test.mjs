// The whole suite: `npm test`; with the long sweeps: `npm run test:all`; some suites: `npm test -- --only unit,python`.
// The whole suite writes its counts and times to build/test.json.
import { main } from './run.mjs';
import { runSuites } from './suites.mjs';

/**
 * First what end-to-end tests wait for, and beside it the longest; then these, which take longest of all; the shortest last, so
 * that no lane is left with a long one.
 */
const whole = ['build', 'python', 'unit', 'e2e', 'site', 'lint', 'server', 'types', 'format', 'ruff'];

await main(
  ({ values: { only, sweep } }) => {
    if (only !== undefined) return runSuites(only.split(','), { sweep });
    const all = sweep ? [...whole, 'sizes', 'lighthouse'] : whole;
    return runSuites(all, { sweep, report: sweep ? undefined : 'build/test.json' });
  },
  { options: { only: { type: 'string' }, sweep: { type: 'boolean' } } },
);
