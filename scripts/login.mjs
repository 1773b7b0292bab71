// A login page that relies on the server's own score: `npm run login`.
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main, runNode } from './run.mjs';

await main(async () => {
  await ensurePackages();
  await ensureBuilt();
  process.exitCode = await runNode('demo/login/server.mjs', []);
});
