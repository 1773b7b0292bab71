import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, say } from './run.mjs';

/** Seconds to wait for another apt: a fresh machine installs its updates by itself. */
const LOCK_TIMEOUT = 600;
/** Seconds between two tries. */
const LOCK_INTERVAL = 5;

/**
 * Installs Debian packages if that needs no questions: on Debian or a derivative, as root or with passwordless sudo. Waits
 * where another apt is at work.
 *
 * @param {string[]} packages
 * @param {object} [options]
 * @param {string[]} [options.backports] code names of the Debian releases that need the packages from backports
 * @param {boolean} [options.onlyDebian] excludes derivatives such as Ubuntu, where browsers are snaps
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
      ...['-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT}`],
      ...(list ? ['-o', `Dir::Etc::SourceList=${list}`] : []),
      ...args,
    ];
    return untilUnlocked(command, rest);
  };
  const install = ['install', '--no-install-recommends', ...(suite ? ['-t', suite] : []), ...packages];
  try {
    return (await aptGet(['update'])) === 0 && (await aptGet(install)) === 0;
  } finally {
    if (sources) rmSync(sources, { recursive: true, force: true });
  }
}

/** Runs apt-get again until it gets its locks: it waits by itself for that of the packages, not for that of their lists. */
async function untilUnlocked(command, args) {
  for (let waited = 0; ; waited += LOCK_INTERVAL) {
    let locked = false;
    const code = await run(command, args, {
      onOutput: (text) => {
        process.stdout.write(text);
        locked ||= /Could not get lock|Unable to lock/.test(text);
      },
    });
    if (code === 0 || !locked || waited >= LOCK_TIMEOUT) return code;
    say(`Another apt is at work; waiting for it since ${waited} s, for at most ${LOCK_TIMEOUT} s`);
    await new Promise((resolve) => setTimeout(resolve, LOCK_INTERVAL * 1000));
  }
}

/** Returns the machine's list of sources plus one suite, for this call only: the machine's own list stays as it is. */
function withSuite(suite) {
  const own = '/etc/apt/sources.list';
  const before = existsSync(own) ? readFileSync(own, 'utf8') : '';
  return `${before}\ndeb http://deb.debian.org/debian ${suite} main\n`;
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}
