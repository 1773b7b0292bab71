// Takes the README's screenshot of the demo page: `npm run picture` (after `npm start` or `npm run build`).
/* global document, window -- of the page, in the functions that run there */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findBrowser } from './findBrowser.mjs';
import { serve } from './serve.mjs';

const folder = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const server = await serve({ '/': folder('dist') });
const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 });
  await page.goto(`${server.url}/demo/?source=live&start`);
  // Plot and depth maps need some windows to show.
  await page.waitForFunction(
    () => window.depthproofDemo.events.filter(({ type }) => type === 'window').length >= 8,
    undefined,
    { timeout: 120_000 },
  );
  await page.waitForFunction(() => document.documentElement.dataset.state === 'verdict');
  await mkdir(folder('docs'), { recursive: true });
  await page.screenshot({ path: folder('docs/demo.png') });
} finally {
  await browser.close();
  await server.close();
}
