import { readFile } from 'node:fs/promises';
import { env } from 'node:process';
import type { Page } from '@playwright/test';
import type * as depthproof from 'depthproof';
import { expect, test } from './launch';

/** `npm run soak` sets 10,000. */
const windows = Number(env['WINDOWS'] ?? (env['SWEEP'] ? 1000 : 60));
/** How many times faster than life the clip plays: as fast as WASM follows. */
const rate = Number(env['RATE'] ?? 1);
/** Memory of the page's process is sampled so often. */
const SAMPLES = 50;
/** Bytes that it may hold more at the end than after its first fifth, in which caches fill. */
const LARGEST_GROWTH = 16e6;
/** With fewer windows, what the browser's own collectors keep is larger than a leak. */
const ENOUGH = 1000;

interface Sample {
  windows: number;
  /** Tensors that the worker holds. */
  held: number;
  /** Resident bytes of the page's process, worker included; `undefined` where the system does not tell. */
  resident: number | undefined;
}

/** Resident bytes of a process; Linux alone tells them by a file. */
async function residentOf(id: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : 1024 * Number(kilobytes);
}

/** Ids of the processes that show pages. In a browser of its own that is the page's alone. */
async function renderersOf(page: Page): Promise<number[]> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

test(`${windows} windows leave nothing behind in page and worker`, async ({ openPage }) => {
  test.setTimeout(120_000 + windows * 2000);
  const page = await openPage({ path: '/LICENSE', ownBrowser: true });
  const renderers = await renderersOf(page);
  await page.evaluate(
    async ([url, rate]) => {
      const { createLiveness } = (await import(url)) as typeof depthproof;
      const video = document.createElement('video');
      Object.assign(video, { src: '/demo/clips/live.webm', muted: true, loop: true });
      await video.play();
      video.playbackRate = rate;
      const seen = { windows: 0, held: 0, error: '' };
      Object.assign(window, { seen });
      const watch = async () => {
        const liveness = await createLiveness({ source: { video }, backend: 'wasm', continuous: true });
        for await (const event of liveness) {
          if (event.type !== 'window') continue;
          seen.windows++;
          seen.held = event.window.held;
        }
      };
      watch().catch((error: unknown) => (seen.error = String(error)));
    },
    ['/index.js', rate] as const,
  );
  const seen = () =>
    page.evaluate(
      () => (window as unknown as { seen: { windows: number; held: number; error: string } }).seen,
    );

  const started = Date.now();
  const samples: Sample[] = [];
  for (let due = 1; due <= SAMPLES; due++) {
    await expect
      .poll(async () => (await seen()).error || (await seen()).windows >= (windows * due) / SAMPLES, {
        timeout: 0,
        intervals: [500],
      })
      .toBe(true);
    const { windows: count, held } = await seen();
    const resident = await Promise.all(renderers.map(residentOf));
    const known = resident.filter((bytes) => bytes !== undefined);
    samples.push({
      windows: count,
      held,
      resident: known.length > 0 ? known.reduce((sum, bytes) => sum + bytes, 0) : undefined,
    });
  }

  const fifth = SAMPLES / 5;
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)];
  // Unfinished windows hold a varying number of crops. One tensor leaked per window would raise the smallest late count.
  const heldOf = (some: Sample[]) => some.map(({ held }) => held);
  expect(Math.min(...heldOf(late))).toBeLessThanOrEqual(Math.max(...heldOf(samples.slice(0, 2 * fifth))));
  const residentIn = (some: Sample[]) => median(some.map(({ resident }) => resident ?? NaN));
  const minutes = (Date.now() - started) / 60_000;
  console.log(
    `${windows} windows in ${minutes.toFixed(1)} min: ${(residentIn(early) / 1e6).toFixed(1)} MB resident after a fifth, ` +
      `${(residentIn(late) / 1e6).toFixed(1)} MB at the end; ${Math.max(...heldOf(samples))} tensors at most`,
  );
  if (windows >= ENOUGH && samples.every(({ resident }) => resident !== undefined))
    expect(residentIn(late) - residentIn(early)).toBeLessThan(LARGEST_GROWTH);
});
