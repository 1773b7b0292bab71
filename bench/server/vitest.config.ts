import { defineConfig } from 'vitest/config';

/** `npm run bench:server`: load on the built server, on this machine only. */
export default defineConfig({
  test: {
    include: ['bench/server/*.load.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
