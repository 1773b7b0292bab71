import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download } from './download';

const url = 'https://example.org/assets/weights.bin';

const onProgress = vi.fn();

/** A server that sends what it is told to, when it is told to. */
function server(status = 200) {
  let line: ReadableStreamDefaultController<Uint8Array> | undefined;
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        line = controller;
        signal.addEventListener('abort', () => {
          controller.error(signal.reason);
        });
      },
    });
    return Promise.resolve(new Response(body, { status }));
  });
  return {
    send: (...bytes: number[]) => line?.enqueue(new Uint8Array(bytes)),
    end: () => line?.close(),
  };
}

describe('download', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('waits for a slow line as long as something comes', async () => {
    const { send, end } = server();
    const bytes = download(url, onProgress);
    for (let chunk = 0; chunk < 5; chunk++) {
      await vi.advanceTimersByTimeAsync(29_000);
      send(chunk, chunk);
    }
    await vi.advanceTimersByTimeAsync(29_000);
    end();
    expect(await bytes).toEqual(new Uint8Array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]));
    expect(vi.getTimerCount()).toBe(0);
    expect(onProgress).toHaveBeenCalledTimes(5);
  });

  it('gives up on a server that falls silent, naming the address', async () => {
    const { send } = server();
    const failure = download(url, onProgress).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1000);
    send(1);
    await vi.advanceTimersByTimeAsync(30_000);
    const message = expect.stringContaining(url) as string;
    expect(await failure).toMatchObject({ code: 'ASSET_TIMEOUT', message });
  });

  it('names a file that is missing', async () => {
    server(404);
    const message = expect.stringContaining('404') as string;
    await expect(download(url, onProgress)).rejects.toMatchObject({ code: 'ASSET_MISSING', message });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps what the browser says of a host that does not answer', async () => {
    const cause = new TypeError('Failed to fetch');
    vi.stubGlobal('fetch', () => Promise.reject(cause));
    await expect(download(url, onProgress)).rejects.toMatchObject({ code: 'ASSET_MISSING', cause });
  });
});
