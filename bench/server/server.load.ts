import { afterAll, expect, it } from 'vitest';
import { RedisServer } from '../../src/server/testing/redisServer';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { quantile } from '../quantiles';
import { coresDuring, processorSeconds, sum, type Cores } from './cores';
import {
  responses,
  sendAll,
  siteverify,
  startBalancer,
  startServing,
  type Outcome,
  type Serving,
} from './serving';

/** Responses of each measurement. */
const COUNT = Number(process.env['COUNT'] ?? 60);
const running: { stop(): Promise<void> }[] = [];
const kept = <T extends { stop(): Promise<void> }>(what: T): T => {
  running.push(what);
  return what;
};
const stopAll = async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
};
afterAll(async () => {
  await stopAll();
  await writeFile('build/bench-server.json', JSON.stringify(said));
});

const times = (outcomes: readonly Outcome[]) => outcomes.map(({ milliseconds }) => milliseconds);
const accepted = (outcomes: readonly Outcome[]) => outcomes.filter(({ answer }) => answer.success);
const said: Record<string, object> = {};
const say = (what: string, figures: object) => {
  said[what] = figures;
  console.log(
    what,
    JSON.stringify(figures, (_, value: unknown) => (typeof value === 'number' ? round(value) : value)),
  );
};
const round = (value: number) => Number(value.toPrecision(3));

const others = (cores: Cores) => cores['others'] ?? NaN;

/** Seconds for which an idle server is watched. */
const IDLE = 10;

it('one verification after the other', async () => {
  const serving = kept(await startServing({ workers: 1 }));
  const idle = processorSeconds(serving.pid);
  await new Promise((resolve) => setTimeout(resolve, IDLE * 1000));
  say('idle', {
    megabytes: serving.megabytes(),
    processorMillisecondsPerSecond: ((processorSeconds(serving.pid) - idle) / IDLE) * 1000,
  });
  const all = await responses(serving.url, COUNT);
  // The first ones warm it up.
  await sendAll(all.slice(0, 5), 1, (response) => siteverify(serving.url, response));
  const before = processorSeconds(serving.pid);
  const outcomes = await sendAll(all.slice(5), 1, (response) => siteverify(serving.url, response));
  const processor = ((processorSeconds(serving.pid) - before) / outcomes.length) * 1000;
  expect(accepted(outcomes)).toHaveLength(outcomes.length);
  say('one at a time', {
    medianMilliseconds: quantile(times(outcomes), 0.5),
    p99Milliseconds: quantile(times(outcomes), 0.99),
    processorMilliseconds: processor,
    megabytes: serving.megabytes(),
    responseCharacters: Math.max(...all.map((response) => response.length)),
  });
  await stopAll();
});

it.each([1, 2])('throughput with %i workers, and ten times as many as that', async (workers) => {
  const serving = kept(await startServing({ workers }));
  const url = serving.url;
  const all = await responses(url, COUNT);
  await sendAll(all.slice(0, 5), 1, (response) => siteverify(url, response));
  const throughput = await coresDuring({ server: serving.pid }, () =>
    sendAll(all.slice(5), 2 * workers, (response) => siteverify(url, response)),
  );
  const rate = accepted(throughput.result).length / throughput.seconds;
  say(`${String(workers)} workers`, {
    verificationsPerSecond: rate,
    p99Milliseconds: quantile(times(throughput.result), 0.99),
    cores: throughput.cores,
  });

  // They arrive at ten times that rate, whatever becomes of those before.
  const many = await responses(url, Math.ceil(10 * rate * 5));
  const started = performance.now();
  const { result: overload, cores } = await coresDuring({ server: serving.pid }, () =>
    Promise.all(
      many.map(async (response, index) => {
        const due = started + (index * 1000) / (10 * rate) - performance.now();
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due)));
        return siteverify(url, response);
      }),
    ),
  );
  const busy = overload.filter(({ answer }) => answer['error-codes'].includes('busy'));
  expect(accepted(overload).length + busy.length).toBe(overload.length);
  say(`${String(workers)} workers, ten times as many`, {
    sent: overload.length,
    accepted: accepted(overload).length,
    acceptedP99Milliseconds: quantile(times(accepted(overload)), 0.99),
    busyP99Milliseconds: quantile(times(busy), 0.99),
    cores,
  });
  await stopAll();
});

it('two processes behind nginx share their work, and one that is killed loses nothing', async () => {
  const redis = await RedisServer.start();
  running.push({ stop: () => redis.close() });
  const processes: Serving[] = [];
  for (let number = 0; number < 2; number++)
    processes.push(kept(await startServing({ workers: 1, redis: redis.url })));
  let port = redis.port;
  const balanced = async (servings: readonly Serving[]) =>
    kept(
      await startBalancer(
        servings.map((serving) => serving.url),
        ++port,
      ),
    );
  const throughput = async (servings: readonly Serving[]) => {
    const { url, pid: nginx } = await balanced(servings);
    const all = await responses(url, COUNT);
    const servers = servings.map(({ pid }, index) => [`server ${String(index + 1)}`, pid] as const);
    const parts = { ...Object.fromEntries(servers), nginx, redis: redis.pid };
    const { result, cores, seconds } = await coresDuring(parts, () =>
      sendAll(all, 2 * servings.length, (response) => siteverify(url, response)),
    );
    return { rate: accepted(result).length / seconds, cores };
  };
  const [first, second] = processes;
  if (!first || !second) throw new Error('There are no two processes.');
  await throughput([first, second]);
  const one = await throughput([first]);
  const both = await throughput([first, second]);
  say('one process behind nginx', { verificationsPerSecond: one.rate, cores: one.cores });
  say('two processes behind nginx', {
    verificationsPerSecond: both.rate,
    overOneProcess: both.rate / one.rate,
    // One process, with what nginx, Redis and the callers do for it, needs so many cores; two need twice as many.
    overOneProcessAtMost:
      (availableParallelism() - others(both.cores)) / (sum(one.cores) - others(one.cores)),
    cores: both.cores,
  });

  const { url } = await balanced(processes);
  const more = await responses(url, COUNT);
  const killed = await sendAll(more, 4, async (response, index) => {
    if (index === Math.floor(COUNT / 3)) processes[0]?.process.kill('SIGKILL');
    for (let attempt = 0; ; attempt++) {
      // A site's backend asks again under the same key where no answer came, or a busy one.
      const outcome = await siteverify(url, response, String(index)).catch(() => undefined);
      if (
        outcome &&
        !outcome.answer['error-codes'].some((code) => code === 'busy' || code === 'internal-error')
      )
        return outcome;
      if (attempt > 200) throw new Error('No answer after two hundred attempts.');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
  const twice = await sendAll(more, 4, (response) => siteverify(url, response, undefined));
  say('one process killed', {
    sent: more.length,
    accepted: accepted(killed).length,
    acceptedTwice: accepted(twice).length,
  });
  expect(accepted(killed)).toHaveLength(more.length);
  expect(accepted(twice)).toHaveLength(0);
  await stopAll();
});
