import { defineConfig } from '@playwright/test';

/**
 * Browsers and the static server are started by the fixtures in launch.ts, since tests want their own flags. Tests tagged
 * `@sweep` repeat a behaviour with further backends, delays or bundlers: `npm test` leaves them to `npm run test:all`.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../build/playwright',
  // A software rasterizer needs more time than a GPU.
  workers: 2,
  timeout: 480_000,
  reporter: 'list',
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts' },
    // Screenshots to look at, not tests: `npm run screens`.
    { name: 'screens', testMatch: 'screens.ts', workers: 1 },
    { name: 'measure', testMatch: ['measure.ts', 'agreement.ts'], workers: 1 },
  ],
});
