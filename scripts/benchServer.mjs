// Load on `depthproof serve` on this machine: `npm run bench:server`. Prints one line for each measurement,
// and writes build/bench-server.json.
import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './apt.mjs';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { ensureRedis } from './redis.mjs';
import { main, runNode } from './run.mjs';

await main(async () => {
  await ensurePackages();
  await ensureBuilt();
  await ensureRedis();
  if (spawnSync('nginx', ['-v']).error) await installDebianPackages(['nginx']);
  const args = ['run', '--config', 'bench/server/vitest.config.ts'];
  process.exitCode = await runNode('node_modules/vitest/vitest.mjs', args);
});
