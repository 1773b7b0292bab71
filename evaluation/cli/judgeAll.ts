import type { BackendName } from '../../src/backends/report';
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
  const pageOptions = (backend: BackendName | undefined) => ({
    backend,
    crops: options.crops,
    baselines: [...(options.silentFace ? ['silent-face'] : []), ...(options.human ? ['human'] : [])],
  });
  const first = new EvaluationBrowser(server.url, pageOptions(options.backend));
  const browsers = [first];
  try {
    const opened = await first.open();
    interval = opened.cadence.intervalMilliseconds;
    const provenance: Provenance = { product, ...opened, input: options.crops ? 'crops' : 'frames' };
    const store = new Store(options.out, [provenance, options.pictureInterval, judgedBy(options)]);
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
        const result = await judgeSource(browser, source, index, options.pictureInterval);
        judged[index] = result;
        // A failure may be the machine's; the next run tries again.
        if (result.record.error === undefined) store.write(source, result);
        progress?.clip(source.clip.id, result.record.error ?? result.record.verdict?.outcome ?? '');
      }
    };
    // All browsers take the backend that the first one chose: a report must not mix two.
    const backend = opened.backend.name as BackendName;
    const helpers = Array.from(
      { length: Math.min(options.jobs, queue.length) - 1 },
      () => new EvaluationBrowser(server.url, pageOptions(backend)),
    );
    browsers.push(...helpers);
    await allOrNone(queue, [
      work(first),
      ...helpers.map(async (browser) => {
        await browser.open();
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
    await browser.open();
    return failed(reasonOf(error));
  }
}
