// `npm run annotate -- faces <folder> --out <set>`, `... ages <faces> --out <ages.csv>`, `... windows <manifest | folder>
// --out <folder>`: installs what is missing, then runs the built command.
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePython } from './python.mjs';
import { runNode } from './run.mjs';

const parameters = process.argv.slice(2);

try {
  await ensurePackages();
  await ensureBuilt();
  const env = { CHROME_PATH: await ensureBrowser() };
  if (parameters[0] === 'windows') {
    await ensureFfmpeg();
    // Depth is drawn, and windows are packed, where training is at home.
    env.PYTHON = await ensurePython();
  }
  process.exitCode = await runNode('build/annotation/annotate.js', parameters, { env });
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
