import { installDebianPackages } from './apt.mjs';
import { findBrowser } from './findBrowser.mjs';
import { runNode, say } from './run.mjs';

/**
 * Like `findBrowser`, but installs a browser if there is none. Throws if that fails.
 *
 * @param {{ asRoot?: boolean }} [options] `asRoot: false` for a download into the home folder, without the libraries that
 *   a bare system lacks
 * @returns {Promise<string>} its path
 */
export async function ensureBrowser({ asRoot = true } = {}) {
  const found = await findBrowser();
  if (found) return found;
  say('Installing Chromium');
  if (!asRoot || !(await installDebianPackages(['chromium'], { onlyDebian: true }))) {
    await runNode('node_modules/@playwright/test/cli.js', [
      'install',
      ...(asRoot ? ['--with-deps'] : []),
      '--no-shell',
      'chromium',
    ]);
  }
  const installed = await findBrowser();
  if (!installed)
    throw new Error('No Chrome or Chromium here, and none could be installed. Set CHROME_PATH to one.');
  return installed;
}
