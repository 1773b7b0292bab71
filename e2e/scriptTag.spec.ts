import type { Page } from '@playwright/test';
import { expect, test } from './launch';
import { check, expectScreen, login, startButton } from './loginPage';

/** A page with a container and nothing else, and the script as the page brings it. */
async function withScript(page: Page, script: { src?: string; type?: string; content?: string }, data = '') {
  await page.evaluate((data) => {
    document.body.innerHTML = `<form><div class="depthproof" ${data}></div></form>`;
  }, data);
  if (script.content !== undefined) await page.addScriptTag({ content: script.content });
  else await page.addScriptTag({ url: script.src, ...(script.type && { type: script.type }) });
}

for (const [how, script, data] of [
  ['as a module', { src: '/depthproof/depthproof.js', type: 'module' }, ''],
  ['as the module build', { src: '/depthproof/embed.js', type: 'module' }, ''],
  ['in a bundle of another name', { src: '/bundled/app.js' }, 'data-assets="/depthproof"'],
] as const)
  test(`the script works ${how}`, async ({ openPage }) => {
    const page = await openPage({
      path: '/LICENSE',
      clip: 'live',
      intercept(path, response) {
        if (path !== '/bundled/app.js') return false;
        response.writeHead(302, { location: '/depthproof/depthproof.js' }).end();
        return true;
      },
    });
    await withScript(page, script, `${data} data-backend="wasm"`);
    await startButton(page).click();
    await expectScreen(page, 'passed');
  });

test('a bundle whose folder nobody names says what to do', async ({ openPage, request }) => {
  const page = await openPage({ path: '/LICENSE' });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const content = await (await request.get(new URL('/depthproof/depthproof.js', page.url()).href)).text();
  await page.evaluate(() =>
    Object.assign(window, { app: { failed: (code: string) => (document.title = code) } }),
  );
  await withScript(page, { content }, 'data-error-callback="app.failed"');
  await expect(page).toHaveTitle('INVALID_OPTION');
  expect(said.join()).toContain('data-assets');
});

test('callbacks are found along dots, and kept until they are there', async ({ openPage }) => {
  const page = await openPage({ path: '/LICENSE', clip: 'live' });
  await withScript(
    page,
    { src: '/depthproof/depthproof.js?onload=app.loaded' },
    'data-callback="app.onLive" data-result-callback="app.onResult" data-backend="wasm"',
  );
  await startButton(page).click();
  await expectScreen(page, 'passed');
  const heard = await page.evaluate(async () => {
    const heard: string[] = [];
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const app = {
      name: 'app',
      loaded(this: { name: string }) {
        heard.push(`loaded of ${this.name}`);
      },
      onLive: (response: string) => heard.push(response.slice(0, 12)),
      onResult: ({ outcome, final }: { outcome: string; final: boolean }) =>
        heard.push(`${outcome} ${String(final)}`),
    };
    Object.assign(window, { app });
    await new Promise((resolve) => setTimeout(resolve, 500));
    return heard.sort();
  });
  expect(heard).toEqual(['live true', 'loaded of app', '{"version":1'].sort());
});

test('execute resolves to the result, whatever it is, and every end has a callback', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'print' });
  await expectScreen(page, 'start');
  const ends = await page.evaluate(async () => {
    const heard: string[] = [];
    window.depthproof?.render('.depthproof', {
      'result-callback': ({ outcome }) => heard.push(`result ${outcome}`),
      'cancel-callback': () => heard.push('cancel'),
      'error-callback': (code) => heard.push(code),
    });
    const first = await window.depthproof?.execute();
    const second = window.depthproof?.execute();
    await new Promise((resolve) => setTimeout(resolve, 500));
    document.querySelector('depthproof-check')?.cancel();
    const canceled = await second;
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- some shims reject so
    navigator.mediaDevices.getUserMedia = () => Promise.reject({ name: 'NotFoundError' });
    const failed = await window.depthproof?.execute();
    return { heard, first: first?.outcome ?? '', canceled: canceled?.outcome, failed };
  });
  expect(['spoof', 'inconclusive']).toContain(ends.first);
  expect(ends.canceled).toBe('canceled');
  expect(ends.failed).toEqual({ outcome: 'error', code: 'CAMERA_ABSENT', response: '' });
  expect(ends.heard).toEqual([`result ${ends.first}`, 'cancel', 'CAMERA_ABSENT']);
});

test('an option that does not exist is named', async ({ openPage }) => {
  const page = await openPage(login);
  await expectScreen(page, 'start');
  const [warning] = await Promise.all([
    page.waitForEvent('console'),
    page.evaluate(() => {
      window.depthproof?.render('.depthproof', { langauge: 'de' } as object);
    }),
  ]);
  expect(warning.text()).toContain('langauge');
});

test('every setting is a property, too, also one that was set before the element was defined', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/LICENSE' });
  const taken = await page.evaluate(async (url) => {
    const early = document.createElement('depthproof-check');
    Object.assign(early, { assets: '/early/', expires: 60, noFaceTimeout: 5, value: '' });
    document.body.append(early);
    await import(url);
    const attributes = early.getAttributeNames().sort();
    const { assets, expires, noFaceTimeout, maxWindows } = early;
    early.assets = undefined;
    early.theme = 'dark';
    return {
      attributes,
      read: { assets, expires, noFaceTimeout, maxWindows },
      now: [early.getAttribute('assets'), early.getAttribute('theme')],
    };
  }, '/element.js');
  expect(taken.attributes).toEqual(['assets', 'expires', 'no-face-timeout', 'screen']);
  expect(taken.read).toEqual({
    assets: '/early/',
    expires: 60,
    noFaceTimeout: 5,
    maxWindows: undefined,
  });
  expect(taken.now).toEqual([null, 'dark']);
});

test("the page's limits of time hold on the element", async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'no-face' });
  await check(page).evaluate((element) => element.setAttribute('no-face-timeout', '1'));
  const start = Date.now();
  const result = await page.evaluate(() => window.depthproof?.execute());
  expect(result).toMatchObject({ outcome: 'error', code: 'NO_FACE' });
  expect(Date.now() - start).toBeLessThan(60_000);
});
