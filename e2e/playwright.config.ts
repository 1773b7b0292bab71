import { defineConfig } from '@playwright/test';

/** Browsers and the static server are started by the fixtures in launch.ts, since each test wants its own flags. */
export default defineConfig({
  testDir: '.',
  outputDir: '../build/playwright',
  // A software rasterizer needs more time than a GPU.
  workers: 2,
  timeout: 480_000,
  reporter: 'list',
  projects: [
    // One at a time: long comparisons with PyTorch, and tests that measure time.
    { name: 'golden', testMatch: ['golden/**/*.spec.ts', 'steady.spec.ts'], workers: 1 },
    // Screenshots to look at, not tests: `npm run screens`.
    { name: 'screens', testMatch: 'screens.ts', workers: 1 },
    { name: 'measure', testMatch: 'measure.ts', workers: 1 },
    { name: 'e2e', testMatch: '*.spec.ts', testIgnore: ['golden/**', 'steady.spec.ts'] },
  ],
});
