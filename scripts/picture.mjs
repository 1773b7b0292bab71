// Takes the README's screenshot of the demo page: `npm run picture` (after `npm start` or `npm run build`).
/* global document -- of the page, in the functions that run there */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findBrowser } from './findBrowser.mjs';
import { serve } from './serve.mjs';

const folder = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const server = await serve({ '/': folder('dist') });
const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1224 }, deviceScaleFactor: 1 });
  await page.goto(`${server.url}/demo/?source=print&start&once`);
  await page.waitForFunction(() => document.documentElement.dataset.state === 'verdict', undefined, {
    timeout: 120_000,
  });
  // The oval takes its colour in a fifth of a second.
  await page.waitForTimeout(500);
  await mkdir(folder('docs'), { recursive: true });
  await page.screenshot({ path: folder('docs/demo.png') });
} finally {
  await browser.close();
  await server.close();
}
