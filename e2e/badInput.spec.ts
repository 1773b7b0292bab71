import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type * as depthproof from 'depthproof';
import type { ErrorCode } from '../src/errors';
import { freezeCamera, unplugCamera, watchTracks } from './camera';
import { expectJournal, journal, start } from './demoPage';
import { expect, test, type PageOptions } from './launch';
import type { Tampering } from './tampering';

declare global {
  interface Window {
    library: typeof depthproof;
  }
}

/** The file's name contains a hash. */
const wasmBackend = readdirSync(new URL('../dist/backends', import.meta.url)).find((name) =>
  /^wasm-.*\.js$/.test(name),
);

async function expectError(page: Page, code: ErrorCode, timeout?: number): Promise<void> {
  await expectJournal(page, 'errorCode', code, timeout);
}

/** Returns the message of the last error. */
async function message(page: Page): Promise<string> {
  return page.evaluate(() => {
    const error = window.depthproofDemo.events.filter((event) => event.type === 'error').at(-1);
    return error?.message ?? '';
  });
}

test.describe('camera', () => {
  test('denied', async ({ openDemo }) => {
    const page = await openDemo({ camera: 'denied', parameters: start });
    await expectError(page, 'CAMERA_DENIED');
    expect(await message(page)).toContain('allow');
  });

  test('absent: the page says so and plays the live clip', async ({ openDemo }) => {
    const page = await openDemo({ camera: 'absent', backend: 'wasm', parameters: start });
    await expectError(page, 'CAMERA_ABSENT');
    await expectJournal(page, 'state', 'verdict');
  });

  test('frozen: it never answers', async ({ openDemo }) => {
    const page = await openDemo({ ownBrowser: true });
    await page.clock.install();
    const thaw = await freezeCamera(page);
    // The worker starts right before the camera is asked for.
    await Promise.all([page.waitForEvent('worker'), page.getByRole('button', { name: 'Start' }).click()]);
    await page.clock.runFor(60_000);
    await expectError(page, 'CAMERA_TIMEOUT');
    thaw();
  });

  test('unplugged in the middle', async ({ openDemo }) => {
    const page = await openDemo({ clip: 'no-face', backend: 'wasm', ownBrowser: true });
    const states = await watchTracks(page);
    await page.getByRole('button', { name: 'Start' }).click();
    await expectJournal(page, 'hint', 'no-face');
    await unplugCamera(page);
    await expectError(page, 'CAMERA_LOST');
    expect(await states()).toEqual(['ended']);
  });

  test('unplugged while the engine loads', async ({ openDemo }) => {
    const tampering = { path: '/assets/model/golden.bin', how: 'stalled' } as const;
    const page = await openDemo({ clip: 'live', backend: 'wasm', tampering, ownBrowser: true });
    const states = await watchTracks(page);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(states).toEqual(['live']);
    // The camera becomes a source at its first frame.
    await expect
      .poll(() => page.evaluate(() => document.querySelector('video')?.readyState ?? 0))
      .toBeGreaterThanOrEqual(2);
    await unplugCamera(page);
    await expectError(page, 'CAMERA_LOST', 15_000);
    expect(await states()).toEqual(['ended']);
  });

  test('insecure context', async ({ openDemo }) => {
    const page = await openDemo({ insecure: true, parameters: start });
    await expectError(page, 'INSECURE_CONTEXT');
  });
});

test.describe('assets', () => {
  const cases: [Tampering, ErrorCode][] = [
    [{ path: '/assets/model/weights.bin', how: 'missing' }, 'ASSET_MISSING'],
    [{ path: '/assets/model/weights.bin', how: 'truncated' }, 'ASSET_CORRUPT'],
    [{ path: '/assets/model/weights.bin', how: 'altered' }, 'ASSET_CORRUPT'],
    [{ path: '/assets/model/model.json', how: 'altered' }, 'ASSET_CORRUPT'],
    [{ path: '/assets/blaze_face_short_range.tflite', how: 'missing' }, 'ASSET_MISSING'],
    [{ path: '/assets/blaze_face_short_range.tflite', how: 'altered' }, 'ASSET_CORRUPT'],
    [{ path: '/assets/vision_wasm_module_internal.wasm', how: 'truncated' }, 'ASSET_CORRUPT'],
    [{ path: '/assets/tfjs-backend-wasm-simd.wasm', how: 'altered' }, 'ASSET_CORRUPT'],
    [{ path: '/assets/model/golden.bin', how: 'stalled' }, 'ASSET_TIMEOUT'],
    [{ path: '/depthproof-worker.js', how: 'missing' }, 'ASSET_MISSING'],
    [{ path: `/backends/${wasmBackend}`, how: 'missing' }, 'ASSET_MISSING'],
  ];
  for (const [tampering, code] of cases) {
    // It takes the half minute after which download.test.ts has a silent server given up.
    const tag = tampering.how === 'stalled' ? ['@sweep'] : [];
    test(
      `${tampering.path} ${tampering.how} is ${code}, and the camera goes out`,
      { tag },
      async ({ openDemo }) => {
        const page = await openDemo({ clip: 'live', backend: 'wasm', tampering });
        const states = await watchTracks(page);
        await page.getByRole('button', { name: 'Start' }).click();
        await expectError(page, code);
        expect(await message(page)).toContain(tampering.path);
        await expect.poll(states).toEqual(['ended']);
      },
    );
  }

  test('WASM with a wrong MIME type works all the same', async ({ openDemo }) => {
    const tampering = ['/assets/tfjs-backend-wasm-simd.wasm', '/assets/vision_wasm_module_internal.wasm'].map(
      (path): Tampering => ({ path, how: 'mistyped' }),
    );
    const page = await openDemo({ clip: 'live', backend: 'wasm', tampering, parameters: start });
    await expectJournal(page, 'state', 'verdict');
  });
});

test.describe('backends', () => {
  test('a forced WebGPU without an adapter says what to do', async ({ openDemo }) => {
    const page = await openDemo({ clip: 'live', parameters: { backend: 'webgpu', ...start } });
    await expectError(page, 'BACKEND_UNAVAILABLE');
    expect(await message(page)).toContain('WebGPU adapter');
  });

  for (const [backend, clip, tag] of [
    ['webgl', 'no-face', '@sweep'],
    ['webgl', 'live', '@sweep'],
    ['webgpu', 'live', undefined],
    ['wasm', 'no-face', '@sweep'],
  ] as const) {
    const title = `the GPU process dies under ${backend} at the ${clip} clip: another engine takes over, once`;
    test(title, tag ? { tag } : {}, async ({ openDemo }) => {
      const parameters = { start: '', patience: '300' };
      const page = await openDemo({ clip, backend, parameters, ownBrowser: true });
      const last = (name: string) =>
        page.evaluate(
          (wanted) => window.depthproofDemo.events.map(({ type }) => type as string).lastIndexOf(wanted),
          name,
        );
      const gathering = () =>
        page.evaluate(() =>
          window.depthproofDemo.events.some((event) => event.type === 'progress' && event.frames > 1),
        );
      if (clip === 'live') await expect.poll(gathering, { timeout: 400_000 }).toBe(true);
      else await expectJournal(page, 'hint', 'no-face', 400_000);
      const session = await page.context().browser()?.newBrowserCDPSession();
      await session?.send('Browser.crashGpuProcess');
      await expect.poll(() => last('rebuilt'), { timeout: 400_000 }).toBeGreaterThan(-1);
      await expect
        .poll(async () => (await last('guidance')) > (await last('rebuilt')), { timeout: 60_000 })
        .toBe(true);
      expect((await journal(page))['errorCode']).toBeUndefined();
      await session?.send('Browser.crashGpuProcess');
      await expectError(page, 'BACKEND_LOST');
    });
  }
});

test('a file that is no video', async ({ openDemo }) => {
  const page = await openDemo({ backend: 'wasm' });
  const file = { name: 'broken.webm', mimeType: 'video/webm', buffer: Buffer.from('this is not a video') };
  await page.locator('input[name=source][value=file]').check();
  await page.locator('#file').setInputFiles(file);
  await page.getByRole('button', { name: 'Start' }).click();
  await expectError(page, 'VIDEO_UNDECODABLE');
});

test('a clip of another origin without CORS', async ({ openPage }) => {
  const page = await openPage({ path: '/LICENSE' });
  const code = await page.evaluate(async (url) => {
    const { createLiveness } = (await import(url)) as typeof depthproof;
    const video = document.createElement('video');
    // The same server under its other name is another origin.
    video.src = `${location.origin.replace('localhost', '127.0.0.1')}/demo/clips/live.webm`;
    video.muted = true;
    try {
      const liveness = await createLiveness({ source: { video }, backend: 'wasm' });
      return (await liveness.verdict).outcome;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }, '/index.js');
  expect(code).toBe('VIDEO_UNDECODABLE');
});

test.describe('leaving', () => {
  /** Opens a page that has nothing but the library. */
  async function openLibrary(openPage: (options: PageOptions) => Promise<Page>): Promise<Page> {
    const page = await openPage({ path: '/LICENSE', clip: 'live' });
    await page.evaluate(async (url) => {
      window.library = (await import(url)) as typeof depthproof;
    }, '/index.js');
    return page;
  }

  for (const delay of [0, 20, 100, 500, 1500, 4000]) {
    // Before the camera, while the engine loads, and while it runs.
    const tag = [0, 100, 4000].includes(delay) ? [] : ['@sweep'];
    test(`close() twice after ${delay} ms ends all, with the camera out`, { tag }, async ({ openPage }) => {
      const page = await openLibrary(openPage);
      const states = await watchTracks(page);
      const result = await page.evaluate(async (delay) => {
        const { createLiveness } = window.library;
        const opening = createLiveness({ backend: 'wasm', continuous: true });
        const seen = opening.then(
          async (liveness) => {
            setTimeout(() => {
              liveness.close();
              liveness.close();
            }, delay);
            for await (const event of liveness) void event;
            const refused = await liveness.verdict.then(
              ({ outcome }) => outcome,
              (error: { code: string }) => error.code,
            );
            return `closed ${refused}`;
          },
          (error: Error) => error.name,
        );
        return seen;
      }, delay);
      expect(result).toMatch(/^closed (CLOSED|live)$/);
      expect(await states()).toEqual(['ended']);
    });

    test(
      `an abort after ${delay} ms rejects with its reason, with the camera out`,
      { tag },
      async ({ openPage }) => {
        const page = await openLibrary(openPage);
        const states = await watchTracks(page);
        const name = await page.evaluate(async (delay) => {
          const { createLiveness } = window.library;
          const leaving = new AbortController();
          setTimeout(() => {
            leaving.abort();
          }, delay);
          try {
            const liveness = await createLiveness({
              backend: 'wasm',
              signal: leaving.signal,
              continuous: true,
            });
            for await (const event of liveness) void event;
            return 'ended';
          } catch (error) {
            return (error as Error).name;
          }
        }, delay);
        expect(name).toBe('AbortError');
        // A stream that is granted after the abort is stopped on arrival.
        await expect.poll(states).toEqual(['ended']);
      },
    );
  }

  /** Starts a check, leaves once its camera is on, and returns how the check ends. */
  async function endOf(page: Page, leave: () => Promise<void>): Promise<string> {
    const states = await watchTracks(page);
    await page.evaluate(() => {
      const checking = window.library.createLiveness({ backend: 'wasm', continuous: true });
      const ending = checking.then(async (liveness) => {
        for await (const event of liveness) void event;
      });
      const code = ending.then(
        () => 'ended',
        (error: { code: string }) => error.code,
      );
      Object.assign(window, { code });
    });
    await expect.poll(states, { timeout: 60_000 }).toEqual(['live']);
    await leave();
    const code = await page.evaluate(() => (window as unknown as { code: Promise<string> }).code);
    await expect.poll(states).toEqual(['ended']);
    return code;
  }

  test('a page that is left ends the check, with the camera out', async ({ openPage }) => {
    const page = await openLibrary(openPage);
    const leave = () =>
      page.evaluate(() => {
        window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      });
    expect(await endOf(page, leave)).toBe('PAGE_HIDDEN');
  });

  test('a page that stays hidden ends the check, with the camera out', async ({ openPage }) => {
    const page = await openLibrary(openPage);
    await page.clock.install();
    const hide = async () => {
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await page.clock.fastForward(30_000);
    };
    expect(await endOf(page, hide)).toBe('PAGE_HIDDEN');
  });

  test('an unknown backend is an invalid option', async ({ openPage }) => {
    const page = await openLibrary(openPage);
    const code = await page.evaluate(async () => {
      const { createLiveness } = window.library;
      return createLiveness({ backend: 'cuda' as 'wasm' }).catch((error: { code: string }) => error.code);
    });
    expect(code).toBe('INVALID_OPTION');
  });
});
