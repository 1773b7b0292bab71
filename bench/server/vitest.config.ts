import { defineConfig } from 'vitest/config';
import { tfjsKernels } from '../../scripts/tfjsKernels.mjs';

/** `npm run bench:server`: load on the built server, on this machine only. */
export default defineConfig({
  // The windows that are sent are made here.
  plugins: [tfjsKernels()],
  test: {
    include: ['bench/server/*.load.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
