import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { run } from './run.mjs';

/**
 * Installs Debian packages where that is possible without asking: on Debian, as root or by a sudo that wants no
 * password. (On Ubuntu `chromium` is only a pointer to a snap.)
 *
 * @param {string[]} packages
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installDebianPackages(packages) {
  const prefix = rootPrefix();
  if (!isDebian() || !prefix) return false;
  const aptGet = (args) => {
    const [command, ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-q',
      '-y',
      ...args,
    ];
    return run(command, rest);
  };
  return (
    (await aptGet(['update'])) === 0 &&
    (await aptGet(['install', '--no-install-recommends', ...packages])) === 0
  );
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}
