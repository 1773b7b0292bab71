import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the usual installers put Chrome and Chromium. */
function usualPlaces() {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform === 'win32') {
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe'));
  }
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
  return names.map((name) => `/usr/bin/${name}`);
}

/**
 * @returns {Promise<string | undefined>} path of a Chrome or Chromium on this machine: the one named by CHROME_PATH,
 *   one that is installed, or the one Playwright downloaded
 * @throws {Error} if CHROME_PATH names no file: another browser than the one asked for would give other results
 */
export async function findBrowser() {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH && !existsSync(CHROME_PATH))
    throw new Error(`CHROME_PATH is ${CHROME_PATH}, and there is no such file.`);
  const { chromium } = await import('playwright');
  return [CHROME_PATH, ...usualPlaces(), chromium.executablePath()].find((path) => path && existsSync(path));
}
