import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { BackendName } from '../../src/backends/backend';
import { failedResult, type ClipResult, type Provenance } from '../records';
import { EvaluationBrowser, reasonOf } from './evaluationBrowser';
import { host } from './host';
import type { Options } from './options';
import { Progress } from './progress';
import { runParallel } from './runParallel';
import type { Source } from './sources';
import { buildHash, Store } from './store';

/** Frames a second of a video that does not state its rate; for the time left only. */
const TYPICAL_RATE = 30;

/**
 * Runs all clips through the product, several in parallel. A clip that fails is reported in its record.
 *
 * @returns the results in the order of `sources`
 */
export async function runAll(
  sources: readonly Source[],
  options: Options,
  product: string,
): Promise<{ provenance: Provenance; results: ClipResult[] }> {
  const { crops, silentFace, exportCrops, pictureInterval } = options;
  let interval = 100;
  let progress: Progress | undefined;
  const server = await host(
    sources,
    options,
    () => interval,
    () => progress?.frame(),
  );
  const pageOptions = { crops, silentFace: silentFace !== undefined, exportCrops: exportCrops !== undefined };
  const browsers: EvaluationBrowser[] = [];
  const addBrowser = () => {
    const browser = new EvaluationBrowser(server.url, pageOptions, cropWriter(exportCrops ?? ''));
    browsers.push(browser);
    return browser;
  };
  try {
    const first = addBrowser();
    const opened = await first.open(options.backend);
    // All browsers take the first one's backend, even that one when it opens again: a report must not mix two.
    const open = async (browser: EvaluationBrowser) => {
      const again = await browser.open(opened.backend.name as BackendName);
      if (!isDeepStrictEqual(again, opened))
        throw new Error(
          `A browser opened on ${again.backend.name} with another model, adapter or baseline than the first. ` +
            'A report must not mix two: run the command again.',
        );
    };
    interval = opened.cadence.intervalMilliseconds;
    const provenance: Provenance = { product, ...opened, input: crops ? 'crops' : 'frames' };
    const setting = [provenance, pictureInterval, buildHash(options), first.version];
    const store = new Store(options.out, setting, exportCrops);
    const results = sources.map((source) => (options.fresh ? undefined : store.read(source)));
    const queue = [...sources.keys()].filter((index) => !results[index]);
    const frames = queue.reduce(
      (sum, index) => sum + framesTaken(sources[index] as Source, interval, pictureInterval),
      0,
    );
    const before = sources.length - queue.length;
    if (before > 0)
      console.error(`${before} of ${sources.length} clips were judged before; going on with the rest.`);
    progress = new Progress(queue.length, frames);

    const laneOf = (browser: EvaluationBrowser, isOpen: boolean) => async (index: number) => {
      if (!isOpen) await open(browser);
      isOpen = true;
      const source = sources[index] as Source;
      const { clip, pictures: images, frames: count, failure } = source;
      const pictures = images && { count, interval: pictureInterval };
      let [name, result] = ['', failedResult(clip, failure ?? '')];
      try {
        if (failure === undefined) {
          name = store.nameOf(source);
          result = await browser.run({ clip, index, pictures, folder: name });
        }
      } catch (error) {
        result = failedResult(clip, reasonOf(error));
        // The engine may be gone with the clip; the next one gets a new browser.
        await browser.close();
        await open(browser);
      }
      results[index] = result;
      const { error, verdict } = result.record;
      // A failure may be the machine's; the next run tries again.
      if (error === undefined) store.write(name, result);
      progress?.clip(clip.id, error ?? verdict?.outcome ?? '');
    };
    const lanes = [laneOf(first, true)];
    while (lanes.length < Math.min(options.jobs, queue.length)) lanes.push(laneOf(addBrowser(), false));
    await runParallel(queue, lanes);
    progress.end();
    return { provenance, results: results as ClipResult[] };
  } finally {
    await Promise.allSettled(browsers.map((browser) => browser.close()));
    await server.close();
  }
}

/** Returns about how many frames of a source the product takes; all intervals in milliseconds. */
export function framesTaken(
  { pictures, frames, video }: Source,
  interval: number,
  pictureInterval: number,
): number {
  const apart = pictures ? pictureInterval : 1000 / (video?.rate ?? TYPICAL_RATE);
  return frames * Math.min(1, apart / interval);
}

/** Returns a function that stores a PNG, given as a data URL, below a folder. */
function cropWriter(folder: string): (path: string, png: string) => void {
  return (path, png) => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, Buffer.from(png.slice(png.indexOf(',') + 1), 'base64'));
  };
}
