// Load on `depthproof serve` on this machine: `npm run bench:server`. Prints one line a measurement.
import { installDebianPackages } from './apt.mjs';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { ensureRedis } from './redis.mjs';
import { runNode } from './run.mjs';
import { spawnSync } from 'node:child_process';

try {
  await ensurePackages();
  await ensureBuilt();
  await ensureRedis();
  if (spawnSync('nginx', ['-v']).error) await installDebianPackages(['nginx']);
  const args = ['run', '--config', 'bench/server/vitest.config.ts'];
  process.exitCode = await runNode('node_modules/vitest/vitest.mjs', args);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
