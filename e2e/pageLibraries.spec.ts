import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ServerResponse } from 'node:http';
import { watchTracks } from './camera';
import { expect, test } from './launch';
import { check, expectScreen, startButton } from './loginPage';
import { prototypeJs } from '../scripts/prototypeJs.mjs';

const { resolve } = createRequire(import.meta.url);

const libraries: Record<string, () => string> = {
  '/turbo.js': () => resolve('@hotwired/turbo/dist/turbo.es2017-umd.js'),
  '/htmx.js': () => resolve('htmx.org/dist/htmx.js'),
  '/zone.js': () => resolve('zone.js-0.11/bundles/zone.umd.js'),
  '/prototype.js': () => prototypeJs,
};

const widget = '<div class="depthproof" data-backend="wasm" data-expires="2" data-required></div>';
const form = `<form id="sign-in" action="/signed-in">${widget}<button>Sign in</button></form>`;

/** Serves the libraries, and pages whose every address has the library in its head. */
function pagesWith(library: string, bodies: Record<string, string>) {
  return (path: string, response: ServerResponse): boolean => {
    const file = libraries[path];
    const body = bodies[path];
    if (file === undefined && body === undefined) return false;
    if (file) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(file()));
      return true;
    }
    const head = `<script src="${library}"></script><script src="/depthproof/depthproof.js" async></script>`;
    const page = `<!doctype html><html lang="en"><title>${path}</title><head>${head}</head><body>${body ?? ''}</body>`;
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    return true;
  };
}

test('with Turbo, Back brings the page without its response, and a check passes there again', async ({
  openPage,
}) => {
  const page = await openPage({
    path: '/login',
    clip: 'live',
    intercept: pagesWith('/turbo.js', {
      '/login': `${form}<a href="/other">Other</a>`,
      '/other': '<p>Another page</p>',
      '/signed-in': '<p>Welcome</p>',
    }),
  });
  const field = page.locator('input[name=depthproof-response]');
  // A full load would lose it.
  await page.evaluate(() => Object.assign(window, { kept: true }));
  await startButton(page).click();
  await expectScreen(page, 'passed');
  await page.getByRole('link', { name: 'Other' }).click();
  await expect(page.getByText('Another page')).toBeVisible();
  await page.waitForTimeout(2000);
  await page.goBack();
  await expectScreen(page, 'start');
  expect(await page.evaluate(() => 'kept' in window)).toBe(true);
  await expect(field).toHaveCount(1);
  await expect(field).toHaveValue('');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/login/);
  const asked = page.waitForRequest(/signed-in/);
  await startButton(page).click();
  await expectScreen(page, 'passed');
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(new URL((await asked).url()).searchParams.getAll('depthproof-response')).toHaveLength(1);
});

test('with htmx, a swap around a form ends its check, and the new form has a check of its own', async ({
  openPage,
}) => {
  const swap = (address: string) =>
    `<button hx-get="${address}" hx-target="#place" hx-push-url="true">Swap</button>`;
  const page = await openPage({
    path: '/login',
    clip: 'live',
    intercept: pagesWith('/htmx.js', {
      '/login': `<div id="place">${form}</div>${swap('/again')}`,
      '/again': form,
    }),
  });
  const states = await watchTracks(page);
  await startButton(page).click();
  await expectScreen(page, 'looking');
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect.poll(states).toEqual(['ended']);
  await expectScreen(page, 'start');
  await startButton(page).click();
  await expectScreen(page, 'passed');
  const field = page.locator('input[name=depthproof-response]');
  await expect(field).toHaveCount(1);
  await expect(field).toHaveValue(/"live"/);
  await page.goBack();
  await expectScreen(page, 'start');
  await expect(check(page)).toHaveCount(1);
  await expect(field).toHaveCount(1);
  await expect(field).toHaveValue('');
});

test('with Prototype.js, and a fetch that the page has replaced, a check passes, and its response is as without', async ({
  openPage,
}) => {
  test.skip(!existsSync(prototypeJs), 'Prototype.js is not installed');
  const page = await openPage({
    path: '/login',
    clip: 'live',
    intercept: pagesWith('/prototype.js', { '/login': form }),
  });
  const states = await watchTracks(page);
  expect(await page.evaluate(() => 'Prototype' in window)).toBe(true);
  await page.evaluate(() => {
    window.fetch = () => Promise.reject(new TypeError('patched'));
  });
  await startButton(page).click();
  await expectScreen(page, 'passed');
  const response = await page.locator('input[name=depthproof-response]').inputValue();
  expect((JSON.parse(response) as { injection: unknown }).injection).toBeInstanceOf(Array);
  await page.evaluate(() => window.depthproof?.remove());
  expect(await states()).toEqual(['ended']);
});

interface EventTask {
  eventName: string;
  target?: { toString(): string };
}

test('with zone.js 0.11 a check leaves no listener on anything that outlives it', async ({ openPage }) => {
  const page = await openPage({
    path: '/login',
    clip: 'live',
    intercept: pagesWith('/zone.js', { '/login': form }),
  });
  await expectScreen(page, 'start');
  const counted = await page.evaluateHandle(() => {
    // zone.js makes a task of each listener.
    const { Zone } = window as unknown as { Zone: { root: object } };
    const zone = Object.getPrototypeOf(Zone.root) as {
      scheduleEventTask: (...given: unknown[]) => EventTask;
      cancelTask: (task: EventTask) => unknown;
    };
    const { scheduleEventTask, cancelTask } = zone;
    const live = new Set<EventTask>();
    zone.scheduleEventTask = function (...given) {
      const task = scheduleEventTask.apply(this, given);
      live.add(task);
      return task;
    };
    zone.cancelTask = function (task) {
      live.delete(task);
      return cancelTask.call(this, task);
    };
    // The check's own worker and track end with it, and its screens are let go.
    const outlives = (target: unknown) =>
      !(target instanceof Worker || target instanceof MediaStreamTrack) &&
      !(target instanceof Node && !target.isConnected);
    return () =>
      [...live]
        .filter(({ target }) => outlives(target))
        .map(({ eventName, target }) => `${eventName} of ${String(target)}`);
  });
  const listeners = () => counted.evaluate((counted) => counted());
  await startButton(page).click();
  await expectScreen(page, 'looking');
  expect(await listeners()).toContain('visibilitychange of [object HTMLDocument]');
  await expectScreen(page, 'passed');
  expect(await listeners()).toEqual([]);
});
