import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { assetHashes, workerHash } from './scripts/assets.mjs';
import { tfjsKernels } from './scripts/tfjsKernels.mjs';
import { wgsl } from './scripts/wgsl.mjs';

export default defineConfig({
  plugins: [assetHashes(), workerHash(), tfjsKernels(), wgsl()],
  resolve: { alias: { depthproof: fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: {
    include: ['{src,cli,test,bench,demo,evaluation,examples,scripts}/**/*.test.{ts,mjs}'],
    // A busy machine is no failure: the limit is for what hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
