import { readFile, writeFile } from 'node:fs/promises';
import { env } from 'node:process';
import type { Page } from '@playwright/test';
import type * as depthproof from 'depthproof';
import { expect, test } from './launch';

/** `npm run soak` sets 10,000. */
const windows = Number(env['WINDOWS'] ?? (env['SWEEP'] ? 1000 : 60));
/** Frames of the clip that the page shows forwards and backwards, without end. */
const PICTURES = 30;
/** Memory of the page's process is sampled so often, each time after garbage was collected. */
const SAMPLES = 50;
/** Bytes that it may hold more in the last fifth than in the second: in the first one caches fill. */
const LARGEST_GROWTH = 16e6;
/** With fewer windows, the browser's caches still fill in the second fifth. */
const ENOUGH = 500;

/** What the page counts. */
interface Seen {
  windows: number;
  /** Tensors that the worker held at the last one. */
  held: number;
  error: string;
}

interface Sample {
  windows: number;
  /** Tensors that the worker holds. */
  held: number;
  /** Memory of the page's process, worker included; `undefined` where the system does not tell. */
  memory: Memory | undefined;
}

/** Resident bytes of a process, without the files that it maps. */
interface Memory {
  /** Heaps: of JavaScript, of WebAssembly, and the browser's own. */
  own: number;
  /** Shared with other processes: pictures. */
  shared: number;
}

const total = ({ own, shared }: Memory) => own + shared;

/** Only Linux tells it by a file. */
async function memoryOf(process: number): Promise<Memory | undefined> {
  const status = await readFile(`/proc/${process}/status`, 'utf8').catch(() => undefined);
  const bytes = (name: string) =>
    1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status ?? '')?.[1]);
  return status === undefined ? undefined : { own: bytes('RssAnon'), shared: bytes('RssShmem') };
}

/** Collects garbage, and returns what is left in the page's process: the largest, for the browser keeps others ready. */
async function memoryLeft(page: Page, renderers: number[]): Promise<Memory | undefined> {
  await page.evaluate('gc()');
  for (const worker of page.workers()) await worker.evaluate('gc()');
  const memories = await Promise.all(renderers.map(memoryOf));
  return memories.filter((memory) => memory !== undefined).sort((a, b) => total(b) - total(a))[0];
}

/** Ids of the processes that show pages, and of those kept ready for the next one. */
async function renderersOf(page: Page): Promise<number[]> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** The sample with the least memory: what frames on their way take comes and goes by tens of megabytes. */
const least = (memories: Memory[]) => [...memories].sort((a, b) => total(a) - total(b))[0];
const described = (memory: Memory | undefined) =>
  memory
    ? `${(memory.own / 1e6).toFixed(1)} MB of its own and ${(memory.shared / 1e6).toFixed(1)} MB shared`
    : 'unknown memory';

test(`${windows} windows leave nothing behind in page and worker`, async ({ openPage }) => {
  test.setTimeout(120_000 + windows * 2000);
  const page = await openPage({ path: '/LICENSE', ownBrowser: true, collector: true });
  const renderers = await renderersOf(page);
  await page.evaluate(
    async ([url, count]) => {
      const { createLiveness } = (await import(url)) as typeof depthproof;
      const video = document.createElement('video');
      Object.assign(video, { src: '/demo/clips/live.webm', muted: true });
      const shown = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      const pictures: ImageBitmap[] = [];
      await video.play();
      while (pictures.length < count) {
        await shown();
        pictures.push(await createImageBitmap(video));
      }
      video.pause();

      const seen: Seen = { windows: 0, held: 0, error: '' };
      Object.assign(window, { seen });
      let follow = () => {};
      /** As fast as the worker follows: one frame at a time, and the next window once the last one has its score. */
      async function* frames() {
        let timestamp = 0;
        for (;;)
          for (const image of [...pictures, ...pictures.slice(1, -1).reverse()]) {
            const followed = new Promise<void>((resolve) => (follow = resolve));
            yield { image, timestamp: (timestamp += 100) };
            await followed;
          }
      }
      const watch = async () => {
        const source = { frames: frames() };
        const liveness = await createLiveness({ source, backend: 'wasm', continuous: true });
        for await (const event of liveness) {
          if (event.type === 'progress' && event.frames < event.of) follow();
          if (event.type !== 'window') continue;
          seen.windows++;
          seen.held = event.window.held;
          follow();
        }
      };
      watch().catch((error: unknown) => (seen.error = String(error)));
    },
    ['/index.js', PICTURES] as const,
  );
  const seen = () => page.evaluate(() => (window as unknown as { seen: Seen }).seen);

  const started = Date.now();
  const samples: Sample[] = [];
  for (let due = 1; due <= SAMPLES; due++) {
    await page.waitForFunction(
      (wanted) => {
        const { seen } = window as unknown as { seen: Seen };
        return seen.error !== '' || seen.windows >= wanted;
      },
      (windows * due) / SAMPLES,
      { timeout: 0, polling: 500 },
    );
    const { windows: count, held, error } = await seen();
    expect(error, `after ${count} windows`).toBe('');
    const memory = await memoryLeft(page, renderers);
    samples.push({ windows: count, held, memory });
    if (windows >= ENOUGH) console.log(`${count} windows: ${described(memory)}`);
  }

  if (windows >= ENOUGH) await writeFile('build/soak.json', JSON.stringify(samples));
  const fifth = SAMPLES / 5;
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)];
  // Unfinished windows hold a varying number of crops. One tensor leaked per window would raise the smallest late count.
  const heldOf = (some: Sample[]) => some.map(({ held }) => held);
  expect(Math.min(...heldOf(late))).toBeLessThanOrEqual(Math.max(...heldOf(samples.slice(0, 2 * fifth))));
  const leastOf = (some: Sample[]) => least(some.flatMap(({ memory }) => memory ?? []));
  const [before, after] = [leastOf(early), leastOf(late)];
  const minutes = (Date.now() - started) / 60_000;
  console.log(
    `${windows} windows in ${minutes.toFixed(1)} min: the page's process held at least ${described(before)} in the ` +
      `second fifth, ${described(after)} in the last; ${Math.max(...heldOf(samples))} tensors at most`,
  );
  if (windows >= ENOUGH && before && after) expect(total(after) - total(before)).toBeLessThan(LARGEST_GROWTH);
});
