import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from './memory';

const LIMIT = { failures: 3, pause: 30, longestPause: 100, memory: 60 };
const MOST = 100_000;

describe('the store in memory, by the clock', () => {
  let store: MemoryStore;
  const wait = (seconds: number) => vi.setSystemTime(Date.now() + 1000 * seconds);
  const fail = async (times: number) => {
    for (let time = 0; time < times; time++) await store.attempt('a', LIMIT);
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1e12 });
    store = new MemoryStore();
  });
  afterEach(() => vi.useRealTimers());

  it('gives a session out until it expires, to the second', async () => {
    await store.open('x', 60);
    await store.open('y', 60);
    wait(59.999);
    expect(await store.take('x', 'owner')).toBe(true);
    wait(0.001);
    expect(await store.take('x', 'owner')).toBe(false);
    expect(await store.take('y', 'owner')).toBe(false);
  });

  it('lets wait 30 s after the third failure, then twice as long, up to the longest pause', async () => {
    await fail(2);
    expect(await store.pause('a')).toBe(0);
    for (const pause of [30, 60, 100, 100]) {
      await fail(1);
      expect(await store.pause('a')).toBe(pause);
      wait(pause - 0.001);
      expect(await store.attempt('a', LIMIT)).toBe(1);
      wait(0.001);
      expect(await store.pause('a')).toBe(0);
    }
  });

  it('forgets failures a minute after the last pause', async () => {
    await fail(3);
    wait(89.999);
    await fail(1);
    expect(await store.pause('a')).toBe(60);
    wait(120);
    await fail(1);
    expect(await store.pause('a')).toBe(0);
  });

  it('forgives the last failure with its pause, the only one and all', async () => {
    await fail(3);
    await store.forgive('a', 'last');
    expect(await store.pause('a')).toBe(0);
    await fail(1);
    expect(await store.pause('a')).toBe(30);
    await store.forgive('a', 'all');
    await fail(1);
    await store.forgive('a', 'last');
    await fail(2);
    expect(await store.pause('a')).toBe(0);
    await store.forgive('nobody', 'last');
    expect(await store.pause('nobody')).toBe(0);
  });

  it('keeps a hundred thousand sessions and drops the oldest', async () => {
    for (let session = 0; session <= MOST; session++) await store.open(String(session), 60);
    expect(await store.take('0', 'owner')).toBe(false);
    expect(await store.take('1', 'owner')).toBe(true);
    expect(await store.take(String(MOST), 'owner')).toBe(true);
  });

  it('deletes what has expired, so that it takes no room', async () => {
    await store.open('long', 600);
    await store.attempt('long', { ...LIMIT, failures: 1, pause: 600, longestPause: 600 });
    const fill = async (name: string) => {
      for (let key = 1; key < MOST; key++) {
        await store.open(`${name} ${String(key)}`, 60);
        await store.attempt(`${name} ${String(key)}`, LIMIT);
      }
    };
    await fill('before');
    wait(120);
    await fill('after');
    expect(await store.take('long', 'owner')).toBe(true);
    expect(await store.pause('long')).toBe(480);
  });

  it('keeps the failures of a hundred thousand and drops the oldest', async () => {
    await fail(3);
    for (let key = 1; key < MOST; key++) await store.attempt(String(key), LIMIT);
    expect(await store.pause('a')).toBe(30);
    await store.attempt('more', LIMIT);
    expect(await store.pause('a')).toBe(0);
  });

  it('does not drop for others the failures of one who has just failed again', async () => {
    await fail(1);
    await store.attempt('1', LIMIT);
    await fail(2);
    for (let key = 2; key <= MOST; key++) await store.attempt(String(key), LIMIT);
    expect(await store.pause('a')).toBe(30);
  });

  it('can always be used', async () => {
    await expect(store.check()).resolves.toBeUndefined();
  });
});
