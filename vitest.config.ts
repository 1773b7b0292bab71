import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { assetHashes } from './scripts/assets.mjs';

export default defineConfig({
  plugins: [assetHashes()],
  resolve: { alias: { depthproof: fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: { include: ['{src,annotation,demo,evaluation,scripts}/**/*.test.{ts,mjs}'] },
});
