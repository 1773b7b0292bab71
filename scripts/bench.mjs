// Measures a new frame on our own kernels beside stock operations, in turns in one browser: `npm run bench` (after
// `npm run build`). Prints a table and writes bench.json.
/* global window -- of the page, in the functions that run there */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findBrowser } from './findBrowser.mjs';
import { serve } from './serve.mjs';

const folder = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const ROUNDS = 9;

const server = await serve({ '/': folder('dist'), '/bench/': [folder('build/bench'), folder('bench')] });
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ['--no-sandbox', '--enable-unsafe-webgpu'],
});
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}/bench/`);
  await page.waitForFunction(() => 'bench' in window);
  const report = await page.evaluate((rounds) => window.bench(rounds), ROUNDS);
  await writeFile(folder('bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  print(report);
} finally {
  await browser.close();
  await server.close();
}

function print({ adapter, browser: agent, multiplyAdds, peak, gpuBytes, loading, contenders }) {
  console.log(`${adapter ?? 'unnamed adapter'}; ${agent}`);
  console.log(
    `${(multiplyAdds / 1e6).toFixed(0)} million multiply-adds a frame, peak ${(peak / 1e9).toFixed(2)} billion a second`,
  );
  const slowest = median(contenders[0].milliseconds);
  console.table(
    Object.fromEntries(
      contenders.map(({ name, milliseconds, encoding, perFrame }) => {
        const time = median(milliseconds);
        return [
          name,
          {
            'ms a frame': round(time),
            'fastest, slowest': `${round(Math.min(...milliseconds))}, ${round(Math.max(...milliseconds))}`,
            'times faster': round(slowest / time),
            '% of peak': round((100 * multiplyAdds) / (time / 1000) / peak),
            'ms of JavaScript': round(median(encoding)),
            dispatches: perFrame.dispatches,
            submits: perFrame.submits,
            'objects made': perFrame.objects,
            'bytes allocated': perFrame.bytes,
            'MB on the GPU': name in gpuBytes ? round(gpuBytes[name] / 1e6) : undefined,
            'ms to load': name in loading ? round(loading[name]) : undefined,
          },
        ];
      }),
    ),
  );
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function round(value) {
  return Number(value.toPrecision(3));
}
