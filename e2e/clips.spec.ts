import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type * as depthproof from 'depthproof';
import type { BackendName } from '../src/backends/backend';
import type { ErrorCode } from '../src/errors';
import { expect, test } from './launch';
import { watchTracks } from './watchTracks';

/** A CPU playing the GPU needs minutes for what a GPU does in a blink. */
const patience = { timeout: 400_000 };

/** The page's journal (demo/journal.ts): what `data-` attributes say. */
async function journal(page: Page): Promise<DOMStringMap> {
  return page.evaluate(() => ({ ...document.documentElement.dataset }));
}

async function errorOf(page: Page): Promise<ErrorCode | undefined> {
  return (await journal(page))['errorCode'] as ErrorCode | undefined;
}

for (const backend of ['wasm', 'webgl', 'webgpu'] satisfies BackendName[]) {
  test.describe(`through the fake camera on ${backend}`, () => {
    for (const [clip, outcome] of [
      ['live', 'live'],
      ['replay', 'spoof'],
    ] as const) {
      test(`the ${clip} clip is judged ${outcome}`, async ({ openDemo }) => {
        // A CPU playing the GPU scores a window in the time of forty; the verdict may need several.
        const page = await openDemo({
          clip,
          backend,
          parameters: { start: '', once: '', patience: '300000' },
        });
        await expect.poll(async () => (await journal(page))['state'], patience).toMatch(/verdict|error/);
        const seen = await page.evaluate(() => window.depthproofDemo.events);
        const last = seen.at(-1);
        expect(await journal(page), JSON.stringify(last)).toMatchObject({
          state: 'verdict',
          outcome,
          backend,
        });
        const windows = seen.filter((event) => event.type === 'window');
        expect(windows.length).toBeGreaterThan(0);
      });
    }

    test('two faces are asked to be one, and get no verdict', async ({ openDemo }) => {
      const page = await openDemo({ clip: 'two-faces', backend, parameters: { start: '', once: '' } });
      await expect.poll(async () => (await journal(page))['hint'], patience).toBe('several-faces');
      await page.waitForTimeout(2000);
      expect(await journal(page)).toMatchObject({ state: 'running', hint: 'several-faces' });
    });

    test('no face for ten seconds ends the check', async ({ openDemo }) => {
      const page = await openDemo({ clip: 'no-face', backend, parameters: { start: '', once: '' } });
      await expect.poll(async () => (await journal(page))['hint'], patience).toBe('no-face');
      await expect.poll(() => errorOf(page), { timeout: 30_000 }).toBe('NO_FACE');
    });
  });
}

test('the print clip does not pass', async ({ openDemo }) => {
  const page = await openDemo({ clip: 'print', backend: 'wasm', parameters: { start: '', once: '' } });
  await expect.poll(async () => (await journal(page))['state'], patience).toMatch(/verdict|error/);
  const seen = await page.evaluate(() => window.depthproofDemo.events);
  expect(seen.filter((event) => event.type === 'window').length).toBeGreaterThan(0);
  // Half of its windows are doubtful to the shipped weights: no answer is an answer here, `live` is not.
  expect((await journal(page))['outcome'], JSON.stringify(seen.at(-1))).toMatch(/^(spoof|inconclusive)$/);
});

test('a bundled clip plays without any camera', async ({ openDemo }) => {
  // Its windows are doubtful enough for a slow machine to run out of the time that a visitor is given.
  const parameters = { source: 'replay', start: '', once: '', patience: '300000' };
  const page = await openDemo({ camera: 'absent', parameters });
  await expect.poll(async () => (await journal(page))['state'], patience).toBe('verdict');
  expect(await journal(page)).toMatchObject({ outcome: 'spoof', backend: 'wasm' });
});

test('works under the policy that the README asks for, sent with every file', async ({ openDemo }) => {
  const policy = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' blob:";
  const page = await openDemo({
    clip: 'live',
    backend: 'wasm',
    policy,
    parameters: { start: '', once: '' },
  });
  await expect.poll(async () => (await journal(page))['state'], patience).toMatch(/verdict|error/);
  expect(await journal(page)).toMatchObject({ state: 'verdict' });
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  for (const directive of policy.split('; ')) expect(readme).toContain(directive);
});

test('leaving the loop over events ends the check, with the camera out', async ({ openPage }) => {
  const page = await openPage({ path: '/LICENSE', clip: 'live' });
  const states = await watchTracks(page);
  await page.evaluate(async (url) => {
    const { createLiveness } = (await import(url)) as typeof depthproof;
    const liveness = await createLiveness({ backend: 'wasm', continuous: true });
    for await (const event of liveness) if (event.type === 'guidance') break;
  }, '/index.js');
  expect(await states()).toEqual(['ended']);
});
