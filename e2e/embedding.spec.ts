import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import type { DepthproofCheck } from '../src/element';
import type { CheckEventDetails } from '../src/element/events';
import type { CheckResponse } from '../src/element/response';
import { retryAdvice } from '../src/element/retryAdvice';
import { texts as english } from '../src/element/texts/en';
import type { Texts } from '../src/element/texts/table';
import type { EmbedApi } from '../src/embed/api';
import type * as reactModule from '../src/react';
import type * as supportModule from '../src/support';
import { violations } from './axe';
import { clipAsCamera, watchTracks } from './camera';
import { expect, test } from './launch';
import { check, expectScreen, forPages, forWorker, login, policies, startButton } from './loginPage';

const phone = { width: 360, height: 640 };
/** A window of 1280 x 1024 px at 400 %. */
const zoomed = { width: 320, height: 256 };

declare global {
  interface Window {
    depthproof?: EmbedApi;
  }
}

const response = (page: Page) => page.locator('input[name=depthproof-response]').inputValue();

test('by mouse: a live face signs in, and the form carries the response', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  const states = await watchTracks(page);
  await expectScreen(page, 'start');
  expect(await violations(page)).toEqual([]);

  // Before the verdict the form is not submitted.
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(page.url()).not.toContain('welcome');

  await startButton(page).click();
  await expectScreen(page, 'looking');
  expect(await violations(page)).toEqual([]);
  await expectScreen(page, 'passed');
  expect(await violations(page)).toEqual([]);
  // `watchTracks` replaced getUserMedia, which is reported and does not block.
  const carried = JSON.parse(await response(page)) as CheckResponse;
  expect(carried).toMatchObject({ version: 1, outcome: 'live', action: 'login' });
  expect(carried.injection).toContain('settings');
  expect(await page.evaluate(() => document.documentElement.dataset['response'])).toBe(await response(page));
  expect(await states()).toEqual(['ended']);

  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/welcome/);
  expect(new URL(page.url()).searchParams.get('depthproof-response')).toContain('"live"');
});

test('by keyboard at phone size: focus stays inside, Escape ends, another start passes', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await page.setViewportSize(phone);
  const states = await watchTracks(page);
  await expectScreen(page, 'start');
  await page.getByRole('textbox').focus();
  await page.keyboard.press('Tab');
  await expect(startButton(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expectScreen(page, 'looking');
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await expect(cancel).toBeFocused();
  const box = await cancel.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await page.keyboard.press('Escape');
  await expectScreen(page, 'start');
  await expect(startButton(page)).toBeFocused();
  expect(await states()).toEqual(['ended']);
  await page.keyboard.press('Enter');
  await expectScreen(page, 'passed');
  await expect(page.getByRole('heading', { name: 'Thank you, that worked' })).toBeFocused();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('by keyboard at 400 % zoom and in forced colours: picture, hint and button are in view together, and so is the result', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await page.setViewportSize(zoomed);
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await expectScreen(page, 'start');
  await page.getByRole('textbox').focus();
  await page.keyboard.press('Tab');
  await expect(startButton(page)).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expectScreen(page, 'looking');
  for (const part of ['.view', '.hint', 'button'])
    await expect(check(page).locator(part)).toBeInViewport({ ratio: 1 });
  await expectScreen(page, 'passed');
  await expect(page.getByRole('heading', { name: 'Thank you, that worked' })).toBeInViewport({ ratio: 1 });
});

test(
  'video injected behind the camera is a signal with its evidence, and blocks nobody',
  { tag: '@smoke' },
  async ({ openPage }) => {
    const page = await openPage({ ...login, camera: 'absent' });
    await page.evaluate(clipAsCamera);
    await startButton(page).click();
    await expectScreen(page, 'passed');
    const { injection } = JSON.parse(await response(page)) as CheckResponse;
    expect(injection).toContain('settings');
    const evidence = await check(page).evaluate(
      (element) => (element as DepthproofCheck).verdict?.injection?.evidence,
    );
    expect(evidence?.origin).toEqual({ kind: 'CanvasCaptureMediaStreamTrack', listed: false, native: false });
    expect(evidence?.timing.intervals).toBeGreaterThan(10);
    expect(evidence?.stillness.pairs).toBeGreaterThan(3);
  },
);

test('a print is asked to try again, with what its first reason advises, and the form carries nothing', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'print' });
  const heard = page.evaluate(
    () =>
      new Promise<CheckEventDetails['result']>((resolve) => {
        document
          .querySelector('depthproof-check')
          ?.addEventListener('result', ({ detail }) => resolve(detail));
      }),
  );
  await startButton(page).click();
  await expectScreen(page, 'retry');
  expect(await violations(page)).toEqual([]);
  expect(await response(page)).toBe('');
  const { ending, reasons, verdict } = await heard;
  expect({ ending, reasons }).toEqual({ ending: verdict.ending, reasons: verdict.reasons });
  const advice = (english as Texts)[retryAdvice[reasons[0]?.code ?? 'undecided']];
  await expect(check(page).locator('p').filter({ hasText: advice })).toBeVisible();
  await expect(check(page).getByRole('status')).toContainText(advice);
  await expect(page.getByRole('link', { name: 'Use a code by e-mail' })).toBeVisible();
});

test('a denied camera says so and offers ways out', async ({ openPage }) => {
  const page = await openPage({ ...login, camera: 'denied' });
  await startButton(page).click();
  await expectScreen(page, 'error');
  expect(await violations(page)).toEqual([]);
  await expect(page.getByText('The camera is not allowed on this page').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Use a code by e-mail' })).toBeVisible();
});

test('without camera access at all the element is unsupported', async ({ openPage }) => {
  const page = await openPage({ ...login, insecure: true });
  await expectScreen(page, 'unsupported');
  await expect(page.getByText('secure pages (https) only').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('a browser without SIMD is unsupported, also where an element is no form field and adopts no styles', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/LICENSE' });
  await page.evaluate(() => {
    // Safari before 16.4 lacks both.
    Reflect.deleteProperty(HTMLElement.prototype, 'attachInternals');
    Reflect.deleteProperty(ShadowRoot.prototype, 'adoptedStyleSheets');
    Object.assign(WebAssembly, { validate: () => false });
    document.body.innerHTML = '<div id="box"></div>';
  });
  await page.addScriptTag({ url: '/depthproof.js?render=explicit' });
  const heard = await page.evaluate(async () => {
    const code = await new Promise((resolve) => {
      window.depthproof?.render('#box', { required: true, 'error-callback': resolve });
    });
    await window.depthproof?.execute();
    const check = document.querySelector('depthproof-check');
    return [code, check?.getAttribute('screen'), check && getComputedStyle(check).display];
  });
  expect(heard).toEqual(['UNSUPPORTED_BROWSER', 'unsupported', 'block']);
});

test('works under a strict policy with Trusted Types, WASM allowed to the worker only', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live', policy: policies(forPages) });
  await startButton(page).click();
  await expectScreen(page, 'passed');
  const { injection } = JSON.parse(await response(page)) as CheckResponse;
  // A busy machine may disturb the fake camera's timing.
  expect(injection.filter((hint) => hint !== 'timing')).toEqual([]);
  const guide = await readFile(new URL('../docs/integrate.md', import.meta.url), 'utf8');
  for (const directive of [...forPages.split('; '), ...forWorker.split('; ')])
    expect(guide).toContain(directive);
});

test('a missing worker is an error with a way out', async ({ openPage }) => {
  const tampering = { path: '/depthproof/depthproof-worker.js', how: 'missing' } as const;
  const page = await openPage({ ...login, clip: 'live', tampering });
  await startButton(page).click();
  await expectScreen(page, 'error');
  await expect(page.getByText('Part of the check could not be loaded').first()).toBeVisible();
});

test('several widgets, two loads of the script, calls twice over, removal in the middle', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'no-face' });
  const states = await watchTracks(page);
  await expectScreen(page, 'start');
  const ids = await page.evaluate(async () => {
    const again = document.createElement('script');
    again.src = '/depthproof/depthproof.js?render=explicit';
    const api = window.depthproof;
    await new Promise((resolve) => {
      again.onload = resolve;
      document.head.append(again);
    });
    if (!api || window.depthproof !== api) return 'another API';
    const other = document.createElement('div');
    other.dataset['theme'] = 'blue';
    document.body.append(other);
    return [api.render('.depthproof'), api.render(other), api.render(other)];
  });
  expect(ids).toEqual(['depthproof-1', 'depthproof-2', 'depthproof-2']);
  await page.evaluate(() => void window.depthproof?.execute('depthproof-1'));
  const [first, second] = [check(page).first(), check(page).nth(1)];
  await expectScreen(first, 'looking');
  // The second check takes over from the first: there is one camera.
  await page.evaluate(() => void window.depthproof?.execute('depthproof-2'));
  await expect(first).toHaveAttribute('screen', 'start');
  await expectScreen(second, 'looking');
  await page.evaluate(() => {
    window.depthproof?.remove('depthproof-2');
    window.depthproof?.remove('depthproof-2');
    window.depthproof?.reset('depthproof-2');
  });
  await expect(check(page)).toHaveCount(1);
  await expect.poll(states).toEqual(['ended', 'ended']);
});

test('an element may have the name of the script tag, and a check may go before it has come', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/LICENSE' });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const screens = await page.evaluate(async () => {
    document.body.innerHTML = '<div id="depthproof" class="depthproof"></div><div id="other"></div>';
    const script = document.createElement('script');
    script.src = '/depthproof.js?render=explicit';
    await new Promise((resolve) => {
      script.onload = resolve;
      document.head.append(script);
    });
    const api = window.depthproof;
    const other = api?.render('#other');
    const started = api?.execute(other);
    api?.reset(other);
    api?.remove(other);
    await started;
    api?.render('#depthproof');
    await customElements.whenDefined('depthproof-check');
    return [...document.querySelectorAll('depthproof-check')].map((check) => check.getAttribute('screen'));
  });
  expect(screens).toEqual(['start']);
  expect(errors).toEqual([]);
});

async function passForTwoSeconds(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.querySelector('depthproof-check')?.setAttribute('expires', '2');
  });
  await startButton(page).click();
  await expectScreen(page, 'passed');
}

test('a response expires, and the check can be done again', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  await passForTwoSeconds(page);
  await expectScreen(page, 'start');
  await expect(page.getByText('Too much time has passed').first()).toBeVisible();
  expect(await response(page)).toBe('');
});

test('a check that is taken away says nothing more, and put back it has expired', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  await passForTwoSeconds(page);
  const heard = await page.evaluate(async () => {
    const check = document.querySelector('depthproof-check');
    if (!check) return [];
    const heard: string[] = [];
    check.addEventListener('expired', () => heard.push(check.isConnected ? 'back' : 'away'));
    window.depthproof?.remove();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    heard.push(check.value === '' ? 'empty' : 'full');
    document.body.append(check);
    heard.push(check.value === '' ? 'empty' : 'full');
    return heard;
  });
  expect(heard).toEqual(['full', 'back', 'empty']);
});

test('a form that is reset carries no response, and neither does one whose next check fails', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await startButton(page).click();
  await expectScreen(page, 'passed');
  expect(await response(page)).toContain('"live"');
  await page.evaluate(() => {
    document.querySelector('form')?.reset();
  });
  await expectScreen(page, 'start');
  expect(await response(page)).toBe('');

  await startButton(page).click();
  await expectScreen(page, 'passed');
  expect(await response(page)).toContain('"live"');
  // Another program has taken the camera meanwhile.
  await page.evaluate(() => {
    const taken = () => Promise.reject(new DOMException('in use', 'NotReadableError'));
    Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: taken });
    return window.depthproof?.execute();
  });
  await expectScreen(page, 'error');
  expect(await response(page)).toBe('');
  expect(await page.evaluate(() => window.depthproof?.getResponse())).toBe('');
});

test('speaks the language of the page, right to left where that is so', async ({ openPage }) => {
  const page = await openPage(login);
  await page.evaluate(() => {
    document.querySelector('depthproof-check')?.setAttribute('lang', 'ar-EG');
  });
  await expect(page.getByRole('button', { name: 'تشغيل الكاميرا' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'التحقق بالكاميرا' })).toHaveAttribute('dir', 'rtl');
});

test('the support check asks nobody for anything', async ({ openPage }) => {
  const page = await openPage({ path: '/LICENSE' });
  const states = await watchTracks(page);
  const found = await page.evaluate(async (url) => {
    const { support } = (await import(url)) as typeof supportModule;
    return support();
  }, '/support.js');
  expect(found.supported).toBe(true);
  expect(Object.values(found.tests)).not.toContain(false);
  expect(await states()).toEqual([]);
});

test('every module can be imported, and the React component rendered, where there is no DOM', async () => {
  for (const file of ['index.js', 'element.js', 'react.js', 'support.js']) {
    await import(new URL(`../dist/${file}`, import.meta.url).href);
  }
  const react = (await import(new URL('../dist/react.js', import.meta.url).href)) as typeof reactModule;
  const props = { name: 'liveness', required: true, attempts: 2, maxWindows: 6, backend: 'wasm' } as const;
  expect(renderToString(createElement(react.DepthproofCheck, props))).toBe(
    '<depthproof-check name="liveness" required="" attempts="2" max-windows="6" backend="wasm"></depthproof-check>',
  );
  // Without the directive, React's server components could not use it.
  const source = await readFile(new URL('../dist/react.js', import.meta.url), 'utf8');
  expect(source).toMatch(/^'use client';\n/);
  const { support } = (await import(
    new URL('../dist/support.js', import.meta.url).href
  )) as typeof supportModule;
  expect(await support()).toMatchObject({ supported: false, granted: null });
});
