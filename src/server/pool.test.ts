import { afterEach, describe, expect, it } from 'vitest';
import type { Refusal } from './errorCodes';
import { ScoringPool } from './pool';
import type { ScoredFrames, ScorerSettings } from './scorer';

const workerOf = (code: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads'; ${code}`)}`,
  );
/** A worker that takes so many milliseconds for a window, and ends over one without frames. */
const slowWorker = (milliseconds: number) =>
  workerOf(`
parentPort.on('message', ({ frames }) => {
  if (frames.length === 0) throw new Error('No frames.');
  setTimeout(() => parentPort.postMessage({ type: 'judged', judgement: { score: 0.5 } }), ${String(milliseconds)});
});
parentPort.postMessage({ type: 'opened' });`);
const window: ScoredFrames = { frames: [[]], times: [] };

describe('the pool', () => {
  let pool: ScoringPool | undefined;
  const open = async (options: { workers: number; longestWait: number; milliseconds?: number }) =>
    (pool = await ScoringPool.open({
      ...{ settings: {} as ScorerSettings, module: slowWorker(options.milliseconds ?? 0) },
      ...options,
    }));
  afterEach(() => pool?.close());

  /** Takes places until there is none. */
  function fill(): { places: ReturnType<ScoringPool['reserve']>[]; refusal: Refusal } {
    const places = [];
    for (;;) {
      try {
        const place = pool?.reserve();
        if (place) places.push(place);
      } catch (refusal) {
        return { places, refusal: refusal as Refusal };
      }
    }
  }

  it.each([
    { workers: 1, longestWait: 0, places: 1, seconds: 1 },
    { workers: 1, longestWait: 1000, places: 4, seconds: 2 },
    { workers: 2, longestWait: 1000, places: 8, seconds: 2 },
    { workers: 2, longestWait: 4000, places: 32, seconds: 5 },
  ])('has $places places for $workers workers and a wait of $longestWait ms', async (expected) => {
    await open(expected);
    const { places, refusal } = fill();
    expect(places).toHaveLength(expected.places);
    expect(refusal).toMatchObject({ code: 'busy', retryAfter: expected.seconds });
    expect(() => pool?.admit()).toThrow(refusal.message);
    for (const place of places) {
      place.leave();
      // A second time changes nothing.
      place.leave();
    }
    expect(() => pool?.admit()).not.toThrow();
    expect(fill().places).toHaveLength(expected.places);
  });

  it('has fewer places where windows take longer than was thought', async () => {
    await open({ workers: 2, longestWait: 1000, milliseconds: 500 });
    const { places } = fill();
    expect(await Promise.all(places.map((place) => place.judge(window)))).toHaveLength(8);
    expect(fill().places.length).toBeLessThanOrEqual(4);
  });

  it.each([1, 2])(
    'answers what it takes in within 2 s, at ten times what %i workers can do',
    async (workers) => {
      const [milliseconds, span] = [90, 2000];
      const opened = await open({ workers, longestWait: 1000, milliseconds });
      const latencies: number[] = [];
      const judged: Promise<unknown>[] = [];
      const started = performance.now();
      for (let sent = 0; performance.now() - started < span; sent++) {
        await new Promise((resolve) =>
          setTimeout(resolve, sent * (milliseconds / 10 / workers) - (performance.now() - started)),
        );
        try {
          const arrived = performance.now();
          const done = opened.reserve().judge(window);
          judged.push(done.then(() => latencies.push(performance.now() - arrived)));
        } catch (refusal) {
          expect(refusal).toMatchObject({ code: 'busy' });
        }
      }
      await Promise.all(judged);
      expect(latencies.length).toBeGreaterThan(5 * workers);
      expect(Math.max(...latencies)).toBeLessThan(2000);
    },
  );

  it('opens another worker where one ended over a window, which is told so', async () => {
    const opened = await open({ workers: 1, longestWait: 1000 });
    await expect(opened.reserve().judge({ frames: [], times: [] })).rejects.toMatchObject({
      code: 'internal-error',
    });
    expect(await opened.reserve().judge(window)).toEqual({ score: 0.5 });
  });

  it('lets nobody wait who waits when it closes', async () => {
    const opened = await open({ workers: 1, longestWait: 1000, milliseconds: 60_000 });
    const judged = Promise.allSettled(fill().places.map((place) => place.judge(window)));
    await opened.close();
    for (const { status } of await judged) expect(status).toBe('rejected');
  });

  it('lets nobody wait for a worker that does not open again', async () => {
    const module = workerOf(`
if (Atomics.add(workerData, 0, 1) > 0) throw new Error('No model.');
parentPort.on('message', () => process.exit());
parentPort.postMessage({ type: 'opened' });`);
    const settings = new Int32Array(new SharedArrayBuffer(4)) as unknown as ScorerSettings;
    pool = await ScoringPool.open({ workers: 1, longestWait: 1000, module, settings });
    const places = [pool.reserve(), pool.reserve()];
    for (const judged of await Promise.allSettled(places.map((place) => place.judge(window))))
      expect(judged).toMatchObject({ status: 'rejected', reason: { code: 'internal-error' } });
  });

  it('leaves no worker behind that was opening when it closed', async () => {
    const module = workerOf(`
await new Promise((resolve) => setTimeout(resolve, 300));
parentPort.on('message', () => process.exit());
parentPort.postMessage({ type: 'opened' });`);
    const closing = await ScoringPool.open({
      ...{ workers: 1, longestWait: 1000, module, settings: {} as ScorerSettings },
    });
    await expect(closing.reserve().judge(window)).rejects.toMatchObject({ code: 'internal-error' });
    await closing.close();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(() => {
      closing.check();
    }).toThrow();
  });

  it.each([0, 0.5, NaN])('does not open with %d workers', async (workers) => {
    await expect(open({ workers, longestWait: 1000 })).rejects.toThrow(RangeError);
  });

  it('does not open where a worker cannot', async () => {
    const module = new URL('data:text/javascript,throw new Error("No model.")');
    const options = { workers: 2, longestWait: 1000, settings: {} as ScorerSettings, module };
    await expect(ScoringPool.open(options)).rejects.toThrow('No model.');
  });
});
