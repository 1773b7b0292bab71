// 10,000 windows in one page, whose memory has to stay flat: `npm run soak`, or `npm run soak -- 2000` for fewer.
// Writes build/soak.json.
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main, runNode } from './run.mjs';

await main(
  async ({ positionals: [windows = '10000'] }) => {
    await ensurePackages();
    const browser = await ensureBrowser();
    await ensureBuilt();
    process.exitCode = await runNode(
      'node_modules/@playwright/test/cli.js',
      ['test', '--config=e2e/playwright.config.ts', '--project=e2e', 'soak.spec.ts'],
      { env: { CHROME_PATH: browser, WINDOWS: windows } },
    );
  },
  { allowPositionals: true },
);
