import { afterEach, expect, it, vi } from 'vitest';
import { codeOf, loadLibrary } from './library';

vi.mock('../index', () => new Promise<never>(() => undefined));
afterEach(() => vi.useRealTimers());

it('gives up on a library that does not arrive, and asks anew the next time', async () => {
  vi.useFakeTimers();
  const first = loadLibrary();
  const failure = first.catch((error: unknown) => error);
  expect(loadLibrary()).toBe(first);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(codeOf(await failure)).toBe('ASSET_TIMEOUT');
  const second = loadLibrary();
  second.catch(() => undefined);
  expect(second).not.toBe(first);
});
