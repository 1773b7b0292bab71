// Makes the README's animation of the demo, and the stills of its bundled clips: `npm run picture`.
/* global document -- of the page, in the functions that run there */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root } from './run.mjs';
import { serve } from './serve.mjs';

const clips = ['live', 'print', 'replay', 'two-faces', 'no-face'];
/** Pictures of a check that runs, at most, and how long each is shown, in seconds; a verdict is shown longer. */
const MOST = 12;
const SHOWN = 0.12;
const VERDICT = 2;

const ffmpeg = (...args) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);

function makeStills() {
  for (const clip of clips) {
    const path = join(root, 'demo/clips', clip);
    ffmpeg('-ss', '1', '-i', `${path}.webm`, '-frames:v', '1', '-quality', '60', `${path}.webp`);
  }
}

/** Judges a live face, a print and a replay, and returns the pictures with their seconds. */
async function film(page) {
  const { y } = await page.locator('main').boundingBox();
  const clip = { x: 0, y: y - 14, width: 1000, height: 490 };
  const pictures = [];
  const shoot = async (seconds) => pictures.push({ png: await page.screenshot({ clip }), seconds });
  const state = () => page.evaluate(() => document.documentElement.dataset.state);
  for (const name of ['A live face', 'A print', 'A replay']) {
    await page.getByRole('radio', { name }).check({ force: true });
    await shoot(0.6);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.state !== 'loading');
    for (let count = 0; count < MOST && (await state()) === 'running'; count++) await shoot(SHOWN);
    await page.waitForFunction(() => document.documentElement.dataset.state === 'verdict', undefined, {
      timeout: 120_000,
    });
    // The oval takes its colour in a fifth of a second.
    await page.waitForTimeout(500);
    await shoot(VERDICT);
  }
  return pictures;
}

/** It plays once: what moves for longer would need a button that stops it. */
function makeAnimation(pictures) {
  const folder = mkdtempSync(join(tmpdir(), 'depthproof-picture-'));
  try {
    const list = pictures.map(({ png, seconds }, index) => {
      writeFileSync(join(folder, `${index}.png`), png);
      return `file ${index}.png\nduration ${seconds}`;
    });
    writeFileSync(join(folder, 'list'), [...list, `file ${pictures.length - 1}.png`].join('\n'));
    const coded = ['-vf', 'scale=800:-2', '-c:v', 'libwebp_anim', '-quality', '60', '-loop', '1'];
    ffmpeg(
      ...['-f', 'concat', '-i', join(folder, 'list'), '-fps_mode', 'vfr'],
      ...coded,
      join(root, 'docs/demo.webp'),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main(async () => {
  await ensurePackages();
  await ensureFfmpeg();
  makeStills();
  await ensureBuilt();
  const executablePath = await ensureBrowser();
  const { chromium } = await import('@playwright/test');
  const server = await serve({ '/': join(root, 'dist') });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 1000 } });
    await page.goto(`${server.url}/demo/?once`);
    makeAnimation(await film(page));
  } finally {
    await browser.close();
    await server.close();
  }
});
