import { defineConfig } from 'vitest/config';
import { common } from './vitest.config';

/** The unit tests beside the code that `npm run mutation` changes: a mutant that only others notice survives. */
export default defineConfig({
  ...common,
  test: {
    ...common.test,
    include: [
      '{src/session,src/quality,src/injection,evaluation/metrics}/**/*.test.ts',
      'src/server/{depthproofServer,frames,handler,jpegHeader,plausibility,readEvidence,response,sessions,verdict}.test.ts',
      'src/server/store/*.test.ts',
      'src/network/evidence.test.ts',
    ],
  },
});
