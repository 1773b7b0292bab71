import { join } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root, say } from './run.mjs';
import { serve } from './serve.mjs';

await main(async () => {
  await ensurePackages();
  await ensureBuilt();
  const { url } = await serve({ '/': join(root, 'dist') }, { port: Number(process.env.PORT ?? 8080) });
  say(`Depthproof's demo is at ${url}/ (Ctrl-C ends it)`);
});
