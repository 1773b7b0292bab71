import { afterEach, expect, it, vi } from 'vitest';
import { readSettings } from './attributes';
import { DepthproofError } from '../errors';
import { errorCodeOf, loadEvidence, loadLibrary } from './library';

vi.mock('../index', () => new Promise<never>(() => undefined));
vi.mock('../evidence/page', () => new Promise<never>(() => undefined));
afterEach(() => vi.useRealTimers());

it('gives up on a library that does not arrive, and asks anew the next time', async () => {
  vi.useFakeTimers();
  const first = loadLibrary();
  const failure = first.catch((error: unknown) => error);
  expect(loadLibrary()).toBe(first);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(errorCodeOf(await failure)).toBe('ASSET_TIMEOUT');
  const second = loadLibrary();
  second.catch(() => undefined);
  expect(second).not.toBe(first);
});

it('gives up on what a session needs and does not arrive', async () => {
  vi.useFakeTimers();
  const failure = loadEvidence().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(errorCodeOf(await failure)).toBe('ASSET_TIMEOUT');
});

it('calls a library that does not load a missing asset, whatever loader the page has', async () => {
  vi.resetModules();
  vi.doMock('../index', () => {
    throw new Error('ChunkLoadError');
  });
  const { loadLibrary } = await import('./library');
  expect(errorCodeOf(await loadLibrary().catch((error: unknown) => error))).toBe('ASSET_MISSING');
});

it('gives the limit of windows to the check', async () => {
  vi.resetModules();
  const createLiveness = vi.fn<(options: object) => Promise<never[]>>().mockResolvedValue([]);
  vi.doMock('../index', () => ({ createLiveness, rememberedCamera: () => undefined }));
  const { runLiveness } = await import('./library');
  const run = {
    preview: {} as HTMLVideoElement,
    settings: {
      ...readSettings(
        () => null,
        () => undefined,
      ),
      maxWindows: 12,
    },
    chosen: undefined,
    session: undefined,
    onPlayRefused: () => undefined,
    signal: new AbortController().signal,
  };
  await runLiveness(run).next();
  expect(createLiveness.mock.lastCall?.[0]).toMatchObject({ maxWindows: 12 });
});

it('takes no fault of the engine for a missing asset', () => {
  expect(errorCodeOf(new TypeError('undefined is not a function'))).toBe('ENGINE_FAILED');
  expect(errorCodeOf(new DepthproofError('CAMERA_LOST', ''))).toBe('CAMERA_LOST');
});
