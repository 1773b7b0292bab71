import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

const isInstalled = () => !spawnSync('redis-server', ['--version']).error;

/** redis-server, which the server's store is tested on; installed on Debian where it is missing. Throws where it cannot be. */
export async function ensureRedis() {
  if (isInstalled()) return;
  say('Installing redis-server');
  await installDebianPackages(['redis-server']);
  if (!isInstalled())
    throw new Error('No redis-server here, and none could be installed. Install it and try again.');
}
