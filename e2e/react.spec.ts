import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import type { DepthproofCheckProps } from '../src/react';
import { watchTracks } from './camera';
import { expect, test, type PageOptions } from './launch';
import { check, expectScreen, patience, startButton } from './loginPage';
import type * as reactPage from './reactPage';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

declare global {
  interface Window {
    render: (props: DepthproofCheckProps & { hidden?: boolean }) => void;
    heard: string[];
  }
}

/**
 * Bundles the built component and React into one module that loads the element from `/element.js`. In `development`
 * StrictMode mounts everything twice.
 */
async function bundled(mode: 'production' | 'development'): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { 'depthproof/react': file('../dist/react.js') } },
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: {
      write: false,
      lib: { entry: file('reactPage.ts'), formats: ['es'] },
      rolldownOptions: { external: /element\.js$/, output: { paths: () => '/element.js' } },
    },
  })) as Rolldown.RolldownOutput[];
  return output[0]?.output[0].code ?? '';
}

async function openReact(
  openPage: (options: PageOptions) => Promise<Page>,
  options: PageOptions = {},
  mode: 'production' | 'development' = 'production',
): Promise<Page> {
  const page = await openPage({ path: '/LICENSE', ...options });
  const body = await bundled(mode);
  await page.route('**/reactPage.js', (route) => route.fulfill({ body, contentType: 'text/javascript' }));
  await page.evaluate(async (url) => {
    const { mount } = (await import(url)) as typeof reactPage;
    Object.assign(window, { render: mount(), heard: [] });
  }, '/reactPage.js');
  return page;
}

test('props that are gone again leave nothing behind, and a change of the value is told', async ({
  openPage,
}) => {
  const page = await openReact(openPage);
  await page.evaluate(() => {
    window.render({
      id: 'check',
      name: 'liveness',
      lang: 'de',
      backend: 'wasm',
      maxWindows: 5,
      texts: { 'start-button': 'Los' },
      onChange: (value) => window.heard.push(`"${value}"`),
    });
  });
  await expect(check(page).getByRole('button', { name: 'Los' })).toBeVisible();
  const attributes = () => check(page).evaluate((element) => element.getAttributeNames().sort());
  expect(await attributes()).toEqual(['backend', 'id', 'lang', 'max-windows', 'name', 'screen']);
  await check(page).evaluate((element) => element.dispatchEvent(new Event('change')));
  expect(await page.evaluate(() => window.heard)).toEqual(['""']);

  await page.evaluate(() => {
    window.render({});
  });
  await expect(startButton(page)).toBeVisible();
  expect(await attributes()).toEqual(['screen']);
});

test('an element that does not arrive is told as an error, and by nothing else', async ({ openPage }) => {
  const page = await openReact(openPage, { tampering: { path: '/element.js', how: 'missing' } });
  await page.evaluate(() => {
    window.render({ onError: ({ code }) => window.heard.push(code) });
  });
  await expect.poll(() => page.evaluate(() => window.heard)).toEqual(['ASSET_MISSING']);
});

test("one camera and one check where React's StrictMode mounts everything twice", async ({ openPage }) => {
  const page = await openReact(openPage, { clip: 'live' }, 'development');
  const states = await watchTracks(page);
  await page.evaluate(() => {
    window.render({
      backend: 'wasm',
      onSupported: () => window.heard.push('supported'),
      onPermission: () => window.heard.push('permission'),
      onResult: ({ outcome }) => window.heard.push(outcome),
    });
  });
  await startButton(page).click();
  await expectScreen(page, 'passed');
  expect(await page.evaluate(() => window.heard)).toEqual(['supported', 'permission', 'live']);
  expect(await states()).toEqual(['ended']);
});

test('a value that its handler takes and resets leaves the first screen', async ({ openPage }) => {
  const page = await openReact(openPage, { clip: 'live' });
  await page.evaluate(() => {
    window.render({
      backend: 'wasm',
      onChange: (value) => {
        window.heard.push(value === '' ? 'empty' : 'filled');
        if (value !== '') document.querySelector('depthproof-check')?.reset();
      },
      onExpired: () => window.heard.push('expired'),
    });
  });
  await startButton(page).click();
  await expect.poll(() => page.evaluate(() => window.heard), patience).toEqual(['filled', 'empty']);
  await expect(check(page)).toHaveAttribute('screen', 'start');
});

test('a check that Activity hides turns the camera out and says so, and passes when it is shown again', async ({
  openPage,
}) => {
  const page = await openReact(openPage, { clip: 'live' });
  const states = await watchTracks(page);
  const render = (hidden: boolean) =>
    page.evaluate((hidden) => {
      window.render({
        backend: 'wasm',
        onCancel: () => window.heard.push('cancel'),
        onResult: ({ outcome }) => window.heard.push(outcome),
        hidden,
      });
    }, hidden);
  await render(false);
  await startButton(page).click();
  await expectScreen(page, 'looking');
  await render(true);
  await expect.poll(states).toEqual(['ended']);
  await expect.poll(() => page.evaluate(() => window.heard)).toEqual(['cancel']);
  await render(false);
  await startButton(page).click();
  await expectScreen(page, 'passed');
  expect(await page.evaluate(() => window.heard)).toEqual(['cancel', 'live']);
});
