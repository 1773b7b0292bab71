import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORIGIN, recorded, responseFor } from './testing/evidence';
import { forgeries } from './testing/forgeries';
import { openTestServer } from './testing/openTestServer';
import type { DepthproofServer } from './depthproofServer';

/** `npm run test:all` forges all of them. */
const COUNT = process.env['SWEEP'] ? 2500 : 300;
const SEED = Number(process.env['SEED'] ?? 1);

describe(`of ${String(COUNT)} forged responses`, () => {
  let server: DepthproofServer;
  let message: string | undefined;
  beforeAll(async () => {
    server = await openTestServer({ longestWait: 60_000, audit: (record) => (message = record.message) });
  }, 120_000);
  afterAll(() => server.close());

  it('none is accepted, each has its code, memory stays flat, and an honest one still passes', async () => {
    const wrong: unknown[] = [];
    const memory: number[] = [];
    let slowest = 0;
    for await (const { kind, response, codes } of forgeries(server, SEED, {
      count: COUNT,
      costly: COUNT / 25,
    })) {
      const started = performance.now();
      const answer = await server.verify(response, { expected: { origin: ORIGIN, action: 'login' } });
      slowest = Math.max(slowest, performance.now() - started);
      const [code] = answer['error-codes'];
      if (answer.success || code === undefined || !codes.includes(code))
        wrong.push({ kind, answer, message });
      memory.push(process.memoryUsage().rss);
    }
    expect(wrong).toEqual([]);
    // None hangs, whatever else this machine does.
    expect(slowest).toBeLessThan(40_000);
    const half = Math.floor(memory.length / 2);
    const least = (from: number, to: number) => Math.min(...memory.slice(from, to));
    expect(least(half, memory.length) - least(0, half)).toBeLessThan(100e6);
    const session = await server.createSession({ origin: ORIGIN, action: 'login' });
    await recorded(session);
    expect(await server.verify(await responseFor(session))).toMatchObject({ success: true });
  }, 2_400_000);
});
