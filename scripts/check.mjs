// What to run for every change: `npm run check`. It installs nothing as root. Writes build/check.json.
import { main } from './run.mjs';
import { runSuites } from './suites.mjs';

await main(() =>
  runSuites(['bundles', 'lint', 'types', 'quick', 'format', 'smoke'], { report: 'build/check.json' }),
);
