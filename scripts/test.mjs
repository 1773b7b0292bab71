// The whole suite: `npm test`; with the long sweeps: `npm run test:all`; some suites: `npm test -- --only unit,python`.
import { main } from './run.mjs';
import { runSuites } from './suites.mjs';

/** The longest first, so that no lane is left with one at the end; end-to-end tests need the build. */
const whole = ['build', 'python', 'lint', 'e2e', 'unit', 'server', 'types', 'site', 'format', 'ruff'];

await main(() => {
  const flag = process.argv.indexOf('--only');
  const sweep = process.argv.includes('--sweep');
  const all = sweep ? [...whole, 'lighthouse'] : whole;
  return runSuites(flag < 0 ? all : (process.argv[flag + 1] ?? '').split(','), { sweep });
});
