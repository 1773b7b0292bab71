// Breaks the code in one place at a time, and names what no test notices: `npm run mutation`, or with Stryker's options,
// `npm run mutation -- --mutate src/server/handler.ts`. Writes build/mutation.json.
import { ensureBuilt } from './built.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { ensurePackages } from './packages.mjs';
import { main, runNode } from './run.mjs';

await main(
  async () => {
    await ensurePackages();
    await ensureFfmpeg();
    await ensureBuilt();
    const args = ['run', ...process.argv.slice(2)];
    process.exitCode = await runNode('node_modules/@stryker-mutator/core/bin/stryker.js', args);
  },
  { strict: false },
);
