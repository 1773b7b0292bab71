import { isDeepStrictEqual } from 'node:util';
import type { BackendName } from '../../src/backends/backend';
import { failedRecord } from '../judge/failedRecord';
import type { Provenance } from '../records';
import { allOrNone } from './allOrNone';
import { EvaluationBrowser } from './browsers';
import { host } from './host';
import { judgedBy } from './judgedBy';
import { reasonOf } from './openPage';
import type { Options } from './options';
import { Progress } from './progress';
import type { Source } from './sources';
import { Store, type Judged } from './store';

/** Frames a second of a video that does not say; for the time left only. */
const TYPICAL_RATE = 30;

/**
 * Runs all clips through the product, several side by side. A clip that fails is reported in its record.
 *
 * @returns the clips in the order of `sources`
 */
export async function judgeAll(
  sources: readonly Source[],
  options: Options,
  product: string,
): Promise<{ provenance: Provenance; judged: Judged[] }> {
  let interval = 100;
  let progress: Progress | undefined;
  const server = await host(
    sources,
    options,
    () => interval,
    () => progress?.frame(),
  );
  const pageOptions = {
    crops: options.crops,
    baselines: [...(options.silentFace ? ['silent-face'] : []), ...(options.human ? ['human'] : [])],
  };
  const first = new EvaluationBrowser(server.url, pageOptions);
  const browsers = [first];
  try {
    const opened = await first.open(options.backend);
    // All browsers take the backend that the first one chose, it too when it opens anew: a report must not mix two.
    const open = async (browser: EvaluationBrowser) => {
      const again = await browser.open(opened.backend.name as BackendName);
      if (!isDeepStrictEqual(again, opened))
        throw new Error(
          `A browser opened on ${again.backend.name} with another model, adapter or baseline than the first. ` +
            'A report must not mix two: run the command again.',
        );
    };
    interval = opened.cadence.intervalMilliseconds;
    const provenance: Provenance = { product, ...opened, input: options.crops ? 'crops' : 'frames' };
    const setting = [provenance, options.pictureInterval, judgedBy(options), first.version];
    const store = new Store(options.out, setting);
    const judged = sources.map((source) => (options.fresh ? undefined : store.read(source)));
    const queue = [...sources.keys()].filter((index) => !judged[index]);
    const perSource = (source: Source) =>
      source.pictures
        ? source.frames
        : source.frames * Math.min(1, 1000 / (source.video?.rate ?? TYPICAL_RATE) / interval);
    const frames = queue.reduce((sum, index) => sum + perSource(sources[index] as Source), 0);
    const before = sources.length - queue.length;
    if (before > 0)
      console.error(`Of ${sources.length} clips ${before} judged before; going on with the rest.`);
    progress = new Progress(queue.length, frames);

    const work = async (browser: EvaluationBrowser) => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        const source = sources[index] as Source;
        const reopen = () => open(browser);
        const result = await judgeSource(browser, reopen, source, index, options.pictureInterval);
        judged[index] = result;
        // A failure may be the machine's; the next run tries again.
        if (result.record.error === undefined) store.write(source, result);
        progress?.clip(source.clip.id, result.record.error ?? result.record.verdict?.outcome ?? '');
      }
    };
    const helpers = Array.from(
      { length: Math.min(options.jobs, queue.length) - 1 },
      () => new EvaluationBrowser(server.url, pageOptions),
    );
    browsers.push(...helpers);
    await allOrNone(queue, [
      work(first),
      ...helpers.map(async (browser) => {
        await open(browser);
        await work(browser);
      }),
    ]);
    progress.end();
    return { provenance, judged: judged as Judged[] };
  } finally {
    await Promise.allSettled(browsers.map((browser) => browser.close()));
    await server.close();
  }
}

async function judgeSource(
  browser: EvaluationBrowser,
  reopen: () => Promise<void>,
  { clip, pictures, frames, failure }: Source,
  index: number,
  interval: number,
): Promise<Judged> {
  const failed = (error: string): Judged => ({ record: failedRecord(clip, error), pictures: [] });
  if (failure !== undefined) return failed(failure);
  try {
    return await browser.judge(clip, index, pictures && { count: frames, interval });
  } catch (error) {
    // The engine may be gone with the clip; the next one gets a new browser.
    await browser.close();
    await reopen();
    return failed(reasonOf(error));
  }
}
