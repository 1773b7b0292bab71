import { installDebianPackages } from './apt.mjs';
import { findBrowser } from './findBrowser.mjs';
import { runNode, say } from './run.mjs';

/** Like `findBrowser`, but installs a browser if there is none. Throws if that fails. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  say('Installing Chromium');
  if (!(await installDebianPackages(['chromium'], { onlyDebian: true }))) {
    await runNode('node_modules/@playwright/test/cli.js', [
      'install',
      '--with-deps',
      '--no-shell',
      'chromium',
    ]);
  }
  const installed = await findBrowser();
  if (!installed)
    throw new Error('No Chrome or Chromium here, and none could be installed. Set CHROME_PATH to one.');
  return installed;
}
