import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { darkProxy } from '../testing/darkProxy';
import { RedisServer } from '../testing/redisServer';
import { connectRedis } from './connectRedis';
import { MemoryStore } from './memory';
import type { Store } from './store';

const LIMIT = { failures: 3, pause: 30, longestPause: 100, memory: 60 };

let redis: RedisServer;
let connection: Awaited<ReturnType<typeof connectRedis>>;
beforeAll(async () => {
  redis = await RedisServer.start();
  connection = await connectRedis(redis.url);
});
afterAll(async () => {
  connection.close();
  await redis.close();
});

describe.each([
  ['memory', () => new MemoryStore()],
  ['Redis', () => connection.store],
] as const)('the store in %s', (name, open) => {
  let store: Store;
  let key: string;
  let number = 0;
  beforeEach(() => {
    store = open();
    key = `${name}${String(number++)}`;
  });

  it('gives a session out once, and again to its owner only', async () => {
    await store.open(key, 60);
    expect(await store.took(key, '0')).toBe(false);
    const owners = Array.from({ length: 50 }, (_, owner) => String(owner));
    const taken = await Promise.all(owners.map((owner) => store.take(key, owner)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const owner = owners[taken.indexOf(true)] ?? '';
    expect(await store.take(key, owner)).toBe(true);
    expect(await store.take(key, 'another')).toBe(false);
    expect(await store.took(key, owner)).toBe(true);
    expect(await store.took(key, 'another')).toBe(false);
  });

  it('gives out no session that it does not know, or that has expired', async () => {
    expect(await store.take('unknown', 'a')).toBe(false);
    await store.open(key, 1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await store.take(key, 'a')).toBe(false);
  });

  it('lets wait after some failures in a row, longer each time', async () => {
    expect(await store.pause(key)).toBe(0);
    for (let failure = 0; failure < 3; failure++) expect(await store.attempt(key, LIMIT)).toBe(0);
    expect(await store.pause(key)).toBe(30);
    expect(await store.attempt(key, LIMIT)).toBe(30);
  });

  it('doubles the pause up to the longest one', async () => {
    const impatient = { ...LIMIT, failures: 1, pause: 0.001 };
    for (let failure = 0; failure < 5; failure++) {
      await store.attempt(key, impatient);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await store.attempt(key, { ...impatient, pause: 30 });
    expect(await store.pause(key)).toBe(100);
  });

  it('forgets failures too few for a pause, although attempts never cease', async () => {
    const short = { ...LIMIT, memory: 1 };
    for (let failure = 0; failure < 4; failure++) {
      expect(await store.attempt(key, short)).toBe(0);
      expect(await store.pause(key)).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
  });

  it('forgets earlier failures in their own time, although forgiven attempts never cease', async () => {
    const short = { ...LIMIT, memory: 1 };
    for (let failure = 1; failure < LIMIT.failures; failure++) await store.attempt(key, short);
    for (let success = 0; success < 2; success++) {
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(await store.attempt(key, short)).toBe(0);
      await store.forgive(key, 'last');
    }
    await store.attempt(key, short);
    expect(await store.pause(key)).toBe(0);
  });

  it('counts attempts that come at once', async () => {
    const waits = await Promise.all(Array.from({ length: 20 }, () => store.attempt(key, LIMIT)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
  });

  it('forgives the last failure, or all', async () => {
    await store.attempt(key, LIMIT);
    await store.attempt(key, LIMIT);
    await store.forgive(key, 'last');
    await store.attempt(key, LIMIT);
    expect(await store.pause(key)).toBe(0);
    await store.attempt(key, LIMIT);
    expect(await store.pause(key)).toBe(30);
    await store.forgive(key, 'all');
    expect(await store.attempt(key, LIMIT)).toBe(0);
    expect(await store.pause(key)).toBe(0);
  });
});

describe('a Redis that fails', () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve, 2500));

  it('is told while it is gone, and used again when it is back, without the sessions of before', async () => {
    await connection.store.open('before', 60);
    await redis.kill();
    await expect(connection.store.take('before', 'a')).rejects.toThrow();
    await expect(connection.store.check()).rejects.toThrow();
    await redis.start();
    await settled();
    expect(await connection.store.take('before', 'a')).toBe(false);
    await connection.store.open('after', 60);
    expect(await connection.store.take('after', 'a')).toBe(true);
  });

  it('gives nothing out twice that comes back with older data', async () => {
    await connection.store.open('old', 60);
    await redis.tell('SAVE');
    expect(await connection.store.take('old', 'a')).toBe(true);
    await redis.kill();
    await redis.start();
    await settled();
    for (const owner of ['a', 'b']) expect(await connection.store.take('old', owner)).toBe(false);
  });

  it('is told at once where it is not there to begin with', async () => {
    await expect(connectRedis('redis://127.0.0.1:1')).rejects.toThrow('ECONNREFUSED');
  });

  it('cannot be used while it takes no writes, as after a failover or with its memory full', async () => {
    for (const [deny, allow] of [
      ['REPLICAOF 127.0.0.1 1', 'REPLICAOF NO ONE'],
      ['CONFIG SET maxmemory 1', 'CONFIG SET maxmemory 0'],
    ] as const) {
      await redis.tell(deny);
      await expect(connection.store.check()).rejects.toThrow();
      await redis.tell(allow);
      await connection.store.check();
    }
  });

  it('is told where it takes the connection and never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `redis://127.0.0.1:${String((silent.address() as AddressInfo).port)}`;
    await expect(connectRedis(url)).rejects.toThrow('Redis cannot be reached');
    silent.close();
  });

  it('is used again where the connection to it came to lead nowhere', async () => {
    const proxy = await darkProxy(redis.port);
    const { store, close } = await connectRedis(proxy.url);
    await store.check();
    proxy.darken();
    await expect(store.check()).rejects.toThrow();
    await vi.waitFor(() => store.check(), { timeout: 30_000, interval: 100 });
    close();
    proxy.close();
  });

  it('keeps its connection where it answers that nobody may ping it', async () => {
    await redis.tell('ACL SETUSER default -ping');
    const proxy = await darkProxy(redis.port);
    const { store, close } = await connectRedis(proxy.url);
    await settled();
    await store.check();
    expect(proxy.connections()).toBe(1);
    close();
    proxy.close();
    await redis.tell('ACL SETUSER default +ping');
  });

  it('counts as gone where it is slow, and what it did late is not done twice', async () => {
    await connection.store.open('slow', 60);
    redis.freeze();
    await expect(connection.store.take('slow', 'a')).rejects.toThrow('1000 ms');
    redis.thaw();
    await settled();
    expect(await connection.store.take('slow', 'b')).toBe(false);
  });
});
