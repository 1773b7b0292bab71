import { existsSync } from 'node:fs';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

/** @returns {string | undefined} path of a Firefox on this machine: the one named by FIREFOX_PATH, or an installed one */
export function findFirefox() {
  const places = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  places.push('/Applications/Firefox.app/Contents/MacOS/firefox');
  return places.find((path) => path !== undefined && existsSync(path));
}

/** Installs Firefox where Debian's packages can be had. Without one its tests are skipped, and counted as such. */
export async function ensureFirefox() {
  if (findFirefox()) return;
  say('Installing Firefox');
  if (!(await installDebianPackages(['firefox-esr']))) say('No Firefox here: set FIREFOX_PATH to one.');
}
