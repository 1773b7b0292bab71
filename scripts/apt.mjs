import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * Installs Debian packages where that is possible without asking: on Debian or what is made of it, as root or by a sudo
 * that wants no password.
 *
 * @param {string[]} packages
 * @param {object} [options]
 * @param {string[]} [options.backports] Debian releases, by code name, on which they come from its backports
 * @param {boolean} [options.onlyDebian] for what is no such package on Ubuntu, where browsers are snaps
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installDebianPackages(packages, { backports = [], onlyDebian = false } = {}) {
  const prefix = rootPrefix();
  const system = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!prefix || !(onlyDebian ? /^ID=debian$/m : /^ID(_LIKE)?=.*debian/m).test(system)) return false;
  const release = /^VERSION_CODENAME=(\w+)$/m.exec(system)?.[1];
  const suite = release && backports.includes(release) ? `${release}-backports` : undefined;
  const sources = suite && mkdtempSync(join(tmpdir(), 'depthproof-apt-'));
  const list = sources && join(sources, 'sources.list');
  if (list) writeFileSync(list, withSuite(suite));
  const aptGet = (args) => {
    const [command, ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-q',
      '-y',
      ...(list ? ['-o', `Dir::Etc::SourceList=${list}`] : []),
      ...args,
    ];
    return run(command, rest);
  };
  try {
    return (
      (await aptGet(['update'])) === 0 &&
      (await aptGet(['install', '--no-install-recommends', ...(suite ? ['-t', suite] : []), ...packages])) ===
        0
    );
  } finally {
    if (sources) rmSync(sources, { recursive: true, force: true });
  }
}

/** The machine's own list of sources with one suite more, for a single call: the machine itself keeps what it has. */
function withSuite(suite) {
  const own = '/etc/apt/sources.list';
  const before = existsSync(own) ? readFileSync(own, 'utf8') : '';
  return `${before}\ndeb http://deb.debian.org/debian ${suite} main\n`;
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}
