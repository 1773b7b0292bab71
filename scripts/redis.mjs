import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

const isInstalled = () => !spawnSync('redis-server', ['--version']).error;

/** Installs redis-server on Debian if it is missing: the server's store is tested on it. Throws if it cannot be installed. */
export async function ensureRedis() {
  if (isInstalled()) return;
  say('Installing redis-server');
  await installDebianPackages(['redis-server']);
  if (!isInstalled())
    throw new Error('No redis-server here, and none could be installed. Install it and try again.');
}
