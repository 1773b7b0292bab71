import { fork, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DepthproofServer } from './depthproofServer';
import type { Answer } from './answer';
import { connectRedis } from './store/connectRedis';
import { ORIGIN, recorded, responseFor } from './testing/evidence';
import { files, KEYS, openTestServer } from './testing/openTestServer';
import { RedisServer } from './testing/redisServer';

/** `npm run test:all` has more of both. */
const [PROCESSES, ROUNDS] = process.env['SWEEP'] ? [16, 1000] : [8, 20];

/** Sends a response to a process and resolves with its answer. */
function ask(child: ChildProcess, id: string, response: string): Promise<Answer> {
  return new Promise((resolve) => {
    const heard = (message: { id: string; answer: Answer }) => {
      if (message.id !== id) return;
      child.off('message', heard);
      resolve(message.answer);
    };
    child.on('message', heard);
    child.send({ id, response });
  });
}

describe(`${String(PROCESSES)} processes that verify one response at once`, () => {
  let redis: RedisServer;
  let connection: Awaited<ReturnType<typeof connectRedis>>;
  let server: DepthproofServer;
  let children: ChildProcess[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
    connection = await connectRedis(redis.url, { timeout: 30_000 });
    server = await openTestServer({ store: connection.store });
    const keys = KEYS.map(({ kid, secret }) => ({ kid, secret: Buffer.from(secret).toString('base64url') }));
    const options = JSON.stringify({ url: redis.url, keys, model: files.model });
    children = Array.from({ length: PROCESSES }, () =>
      fork(new URL('testing/verifier.mjs', import.meta.url), [options]),
    );
    await Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
  }, 300_000);
  afterAll(async () => {
    for (const child of children) child.disconnect();
    await server.close();
    connection.close();
    await redis.close();
  });

  it(`accept it once, ${String(ROUNDS)} times out of ${String(ROUNDS)}`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const session = await server.createSession({ origin: ORIGIN });
      await recorded(session);
      const response = await responseFor(session);
      const answers = await Promise.all(children.map((child) => ask(child, String(round), response)));
      const codes = answers.map((answer) => answer['error-codes'].join());
      expect(codes.sort()).toEqual(['', ...Array<string>(PROCESSES - 1).fill('timeout-or-duplicate')]);
    }
  }, 3_600_000);
});
