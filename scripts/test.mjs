// The whole suite: `npm test`; with the long sweeps: `npm run test:all`; some suites: `npm test -- --only unit,python`.
import { main } from './run.mjs';
import { runSuites } from './suites.mjs';

const whole = ['build', 'lint', 'types', 'format', 'python', 'ruff', 'unit', 'site', 'server', 'e2e'];

await main(() => {
  const flag = process.argv.indexOf('--only');
  const sweep = process.argv.includes('--sweep');
  const all = sweep ? [...whole, 'lighthouse'] : whole;
  return runSuites(flag < 0 ? all : (process.argv[flag + 1] ?? '').split(','), { sweep });
});
