// `npm run evaluate -- <manifest.csv | folder> [options]`: installs what is missing, then runs the built command.
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { ensurePackages } from './packages.mjs';
import { runNode } from './run.mjs';

try {
  await ensurePackages();
  await ensureBuilt();
  const CHROME_PATH = await ensureBrowser();
  await ensureFfmpeg();
  const parameters = ['evaluate', ...process.argv.slice(2)];
  process.exitCode = await runNode('dist/evaluation/depthproof.js', parameters, { env: { CHROME_PATH } });
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
