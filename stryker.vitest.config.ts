import { defineConfig } from 'vitest/config';
import suite from './vitest.config';

/** The unit tests beside the code that `npm run mutation` changes: a mutant that only others notice survives. */
export default defineConfig({
  ...suite,
  test: {
    ...suite.test,
    include: [
      '{src/session,src/quality,src/injection,src/server,evaluation/metrics}/**/*.test.ts',
      'src/network/evidence.test.ts',
    ],
  },
});
