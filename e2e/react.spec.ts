import type { Page } from '@playwright/test';
import { bundle } from './bundle';
import { watchTracks } from './camera';
import { expect, test, type PageOptions } from './launch';
import { check, expectScreen, patience, startButton } from './loginPage';
import type * as reactPage from './reactPage';
import type { Hiding } from './reactPage';

declare global {
  interface Window {
    render: ReturnType<typeof reactPage.mount>;
    heard: string[];
  }
}

/** In `development` StrictMode mounts everything twice. */
async function openReact(
  openPage: (options: PageOptions) => Promise<Page>,
  options: PageOptions = {},
  mode: 'production' | 'development' = 'production',
): Promise<Page> {
  const page = await openPage({ path: '/LICENSE', ...options });
  const body = await bundle('reactPage.ts', mode);
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
      form: 'sign-in',
      title: 'Face',
      ...{ 'data-testid': 'face' },
      onChange: ({ target }) => window.heard.push(`"${target.value}"`),
    });
  });
  await expect(check(page).getByRole('button', { name: 'Los' })).toBeVisible();
  const attributes = () => check(page).evaluate((element) => element.getAttributeNames().sort());
  expect(await attributes()).toEqual(
    ['backend', 'id', 'lang', 'max-windows', 'name', 'screen', 'data-testid', 'form', 'title'].sort(),
  );
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
      onChange: ({ target }) => {
        window.heard.push(target.value === '' ? 'empty' : 'filled');
        if (target.value !== '') target.reset();
      },
      onExpired: () => window.heard.push('expired'),
    });
  });
  await startButton(page).click();
  await expect.poll(() => page.evaluate(() => window.heard), patience).toEqual(['filled', 'empty']);
  await expect(check(page)).toHaveAttribute('screen', 'start');
});

for (const hiding of ['Activity', 'Suspense'] as const)
  test(`a check that ${hiding} hides turns the camera out and says so, and passes when it is shown again`, async ({
    openPage,
  }) => {
    const page = await openReact(openPage, { clip: 'live' });
    const states = await watchTracks(page);
    const render = (hiddenBy?: Hiding) =>
      page.evaluate((hiddenBy) => {
        window.render({
          backend: 'wasm',
          onCancel: () => window.heard.push('cancel'),
          onResult: ({ outcome }) => window.heard.push(outcome),
          hiddenBy,
        });
      }, hiddenBy);
    await render();
    await startButton(page).click();
    await expectScreen(page, 'looking');
    await render(hiding);
    await expect.poll(states).toEqual(['ended']);
    await expect.poll(() => page.evaluate(() => window.heard)).toEqual(['cancel']);
    await render();
    await startButton(page).click();
    await expectScreen(page, 'passed');
    expect(await page.evaluate(() => window.heard)).toEqual(['cancel', 'live']);
  });
