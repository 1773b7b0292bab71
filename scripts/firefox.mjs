import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

const xvfb = '/usr/bin/Xvfb';

/** @returns {string | undefined} path of a Firefox on this machine: the one named by FIREFOX_PATH, or an installed one */
export function findFirefox() {
  const places = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  places.push('/Applications/Firefox.app/Contents/MacOS/firefox');
  return places.find((path) => path !== undefined && existsSync(path));
}

/** Firefox on Linux offers WebGL only on a display. */
const hasDisplay = () => process.platform !== 'linux' || existsSync(xvfb);

/** Installs Firefox from Debian's packages if there is none. Throws if that fails: its tests are then skipped. */
export async function ensureFirefox() {
  if (findFirefox() && hasDisplay()) return;
  say('Installing Firefox');
  await installDebianPackages(['firefox-esr', 'xvfb'], { onlyDebian: true });
  if (!findFirefox() || !hasDisplay())
    throw new Error('No Firefox with a display here: set FIREFOX_PATH to one, and install Xvfb.');
}

/**
 * Opens a virtual display.
 *
 * @returns {Promise<{ headless: boolean, env: Record<string, string | undefined>, close: () => void }>} launch options
 *   with which a browser has WebGL
 */
export async function openDisplay() {
  if (process.platform !== 'linux' || !existsSync(xvfb))
    return { headless: true, env: process.env, close: () => undefined };
  const display = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    display.once('error', reject);
    display.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
    display.stdio[3].once('data', (data) => resolve(String(data).trim()));
  });
  return {
    headless: false,
    env: { ...process.env, DISPLAY: `:${number}` },
    close: () => void display.kill(),
  };
}
