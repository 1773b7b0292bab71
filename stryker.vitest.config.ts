import { defineConfig } from 'vitest/config';
import { common } from './vitest.config';

/** The unit tests beside the code that `npm run mutation` changes: a mutant that only others notice survives. */
export default defineConfig({
  ...common,
  test: {
    ...common.test,
    include: [
      '{src/session,src/quality,src/injection,evaluation/metrics}/**/*.test.ts',
      // Those of the server that need no worker threads, which run what was built.
      'src/server/{frames,jpegHeader,plausibility,readEvidence,response,sessions,verdict}.test.ts',
      'src/server/store/*.test.ts',
      'src/network/evidence.test.ts',
    ],
  },
});
