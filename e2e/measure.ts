// Prints the time from a click to the camera's first frame, and the page's CPU time a frame: `npm run measure`. With the
// folder of another built checkout in AGAINST it measures both in turn, and prints their ratio. Writes build/measure.json.
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { expect, test } from './launch';
import { check, login, startButton } from './loginPage';

const runs = 5;
/** Milliseconds over which the page's CPU time is measured. */
const span = 5000;

/** Folder of another checkout. */
const against = process.env.AGAINST;

const serveBuild = (root: string) =>
  serve({
    '/': join(root, 'dist'),
    '/examples/': join(root, 'build/examples'),
    '/depthproof/': join(root, 'dist'),
  });

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Measures from the next click to the camera's first frame. Returns a reader of the milliseconds, NaN before that. */
async function timeFromClick(page: Page) {
  const time = await check(page).evaluateHandle((check) => {
    const found = { milliseconds: NaN };
    const root = check.shadowRoot;
    root?.addEventListener('click', () => {
      const clicked = performance.now();
      const watch = () => {
        const video = root.querySelector('video');
        if (!video?.srcObject || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
          return requestAnimationFrame(watch);
        found.milliseconds = performance.now() - clicked;
        return undefined;
      };
      watch();
    });
    return found;
  });
  return async () => (await time.jsonValue()).milliseconds;
}

/** Lets the page count the frames that it takes. */
function countFrames(): void {
  const original = createImageBitmap.bind(window);
  Object.assign(window, {
    taken: 0,
    createImageBitmap: (...given: Parameters<typeof original>) => {
      Object.assign(window, { taken: (window as unknown as { taken: number }).taken + 1 });
      return original(...given);
    },
  });
}

interface Measured {
  /** Milliseconds from the click to the first picture. */
  preview: number;
  /** Milliseconds of the page's thread for each frame that it takes. */
  frame: number;
}

/** Returns a function that runs a check on the page, loaded anew, and ends with the page empty and the camera out. */
async function measurementsOf(page: Page): Promise<() => Promise<Measured>> {
  const url = page.url();
  const session = await page.context().newCDPSession(page);
  // Thread ticks count the CPU time of the page's thread alone, not that of other processes.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const taken = () => page.evaluate(() => (window as unknown as { taken: number }).taken);
  return async () => {
    await page.goto(url);
    await page.evaluate(countFrames);
    const preview = await timeFromClick(page);
    await startButton(page).click();
    await expect.poll(preview, { timeout: 60_000 }).not.toBeNaN();
    await expect.poll(taken, { timeout: 60_000 }).toBeGreaterThan(5);
    const before = { busy: await busy(), taken: await taken() };
    await page.waitForTimeout(span);
    const after = { busy: await busy(), taken: await taken() };
    const frame = (after.busy - before.busy) / (after.taken - before.taken);
    const measured = { preview: await preview(), frame };
    await page.goto('about:blank');
    return measured;
  };
}

test('click to preview, and main thread a frame', async ({ openPage }) => {
  test.slow();
  const [load] = loadavg();
  const options = { ...login, clip: 'no-face' };
  const other = against === undefined ? undefined : await serveBuild(against);
  const builds = [
    {
      name: 'this build',
      measured: [] as Measured[],
      measure: await measurementsOf(await openPage(options)),
    },
    ...(other
      ? [
          {
            name: 'the other build',
            measured: [] as Measured[],
            measure: await measurementsOf(await openPage({ ...options, server: other.url })),
          },
        ]
      : []),
  ];
  // The first run fills caches and does not count.
  for (let run = 0; run <= runs; run++)
    for (const { measured, measure } of builds) {
      const figures = await measure();
      if (run > 0) measured.push(figures);
    }
  await other?.close();
  const figures = builds.map(({ name, measured }) => {
    const previews = measured.map(({ preview }) => preview);
    const frames = measured.map(({ frame }) => frame);
    return { name, preview: median(previews), slowest: Math.max(...previews), frame: median(frames) };
  });
  await writeFile('build/measure.json', JSON.stringify({ load, builds: figures }));
  console.table(
    Object.fromEntries(
      figures.map(({ name, preview, slowest, frame }) => [
        name,
        {
          'click to preview, ms': preview.toFixed(0),
          slowest: slowest.toFixed(0),
          'main thread a frame, ms': frame.toFixed(1),
        },
      ]),
    ),
  );
  const [own, compared] = figures;
  if (own && compared)
    console.log(`Click to preview against the other build: ${(own.preview / compared.preview).toFixed(2)}`);
  expect(own?.preview).toBeLessThan(1500);
  expect(own?.frame).toBeLessThan(8);
});
