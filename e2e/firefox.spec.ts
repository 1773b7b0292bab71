import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { launch, type Page } from 'puppeteer-core';
import { findFirefox, openDisplay } from '../scripts/firefox.mjs';
import { serve } from '../scripts/serve.mjs';
import { texts as english } from '../src/element/texts/en';
import type * as supportModule from '../src/support';
import { clipAsCamera } from './camera';
import { forPages, policies } from './loginPage';

// Playwright drives only its own build of Firefox. Puppeteer drives an ordinary one by WebDriver BiDi.
const firefox = findFirefox();
const folder = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const examples = ['plain', 'react-vite', 'vue-vite', 'server-rendering'];
const cameraWithoutAsking = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
};

/**
 * The library without the visitor's time limit: a busy machine may drop so many frames that a check would be
 * inconclusive.
 */
const patientLibrary = `
  import { createLiveness as create } from '/own/index.js';
  export * from '/own/index.js';
  export const createLiveness = (options) =>
    create({ ...options, sessionTimeout: 300 });
`;

/**
 * Opens Firefox on the built files under the strict policy, with a display and therefore WebGL. Fails if a page throws.
 */
async function visit(
  preferences: Record<string, unknown>,
  use: (page: Page, url: string) => Promise<void>,
): Promise<void> {
  // Vue creates a Trusted Types policy, and `clipAsCamera` plays a clip.
  const policy = policies(`${forPages} vue; media-src 'self'`);
  const server = await serve(
    {
      '/': folder('dist'),
      '/own/': folder('dist'),
      '/depthproof/': folder('dist'),
      '/examples/': folder('build/examples'),
    },
    {
      intercept(path, response) {
        response.setHeader('content-security-policy', policy(path));
        if (path !== '/depthproof/index.js') return false;
        response.setHeader('content-type', 'text/javascript').end(patientLibrary);
        return true;
      },
    },
  );
  const { headless, env, close } = await openDisplay();
  try {
    const browser = await launch({
      browser: 'firefox',
      executablePath: firefox ?? '',
      headless,
      env,
      extraPrefsFirefox: { ...cameraWithoutAsking, ...preferences },
    });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      // Firefox requests an icon by itself, which the policy forbids.
      page.on('pageerror', (error) => {
        if (!String(error).includes('favicon.ico')) errors.push(String(error));
      });
      await use(page, server.url);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  } finally {
    close();
    await server.close();
  }
}

const screen = (page: Page, expected: string) =>
  page.waitForFunction(
    (expected) => document.querySelector('depthproof-check')?.getAttribute('screen') === expected,
    { timeout: 120_000 },
    expected,
  );

/** Returns what `depthproof/support` reports on the page. */
const supportOn = (page: Page) =>
  page.evaluate(async (url) => ((await import(url)) as typeof supportModule).support(), '/support.js');

test.beforeEach(() => {
  test.skip(!firefox, 'There is no Firefox here.');
});

test('in Firefox script tag, element and modules work under the strict policy, up to the camera', async () => {
  await visit({}, async (page, url) => {
    for (const example of examples) {
      await page.goto(`${url}/examples/${example}/index.html`);
      await screen(page, 'start');
      const granted = page.evaluate(
        () =>
          new Promise((resolve) => {
            const heard = (event: Event) => resolve((event as CustomEvent).detail);
            document.querySelector('depthproof-check')?.addEventListener('permission', heard);
          }),
      );
      await page.focus('input[name=user]');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await granted).toEqual({ state: 'granted' });
      await page.evaluate(() => {
        const check = document.querySelector('depthproof-check') as HTMLElement & { reset(): void };
        check.reset();
      });
      await screen(page, 'start');
    }
    const exported = await page.evaluate(
      async (url) => Object.keys((await import(url)) as object),
      '/index.js',
    );
    expect(exported).toContain('createLiveness');
    expect((await supportOn(page)).supported).toBe(true);
  });
});

test('in Firefox a live face passes a whole check', async () => {
  await visit({}, async (page, url) => {
    await page.goto(`${url}/examples/plain/index.html`);
    await screen(page, 'start');
    await page.evaluate(clipAsCamera);
    await page.evaluate(() => window.depthproof?.execute());
    const ended = await page.$eval('depthproof-check', (check) => check.getAttribute('screen'));
    const verdict = await page.$eval('depthproof-check', (check) => {
      const { outcome, ending, reasons } = check.verdict ?? {};
      return JSON.stringify({ outcome, ending, reasons });
    });
    expect(ended, verdict).toBe('passed');
    const response = await page.$eval('input[name=depthproof-response]', (field) => field.value);
    expect(JSON.parse(response)).toMatchObject({ outcome: 'live' });
  });
});

test('in Firefox without WebGL 2 support and element say so before anybody is asked', async () => {
  await visit({ 'webgl.disabled': true }, async (page, url) => {
    await page.goto(`${url}/examples/plain/index.html`);
    await screen(page, 'unsupported');
    const { supported, tests } = await supportOn(page);
    expect(supported).toBe(false);
    expect(Object.entries(tests).filter(([, found]) => found === false)).toEqual([['webgl2', false]]);
  });
});

test('in Firefox that resists fingerprinting it is said before anybody is asked, with a way out', async () => {
  await visit({ 'privacy.resistFingerprinting': true }, async (page, url) => {
    await page.goto(`${url}/examples/plain/index.html`);
    await screen(page, 'unsupported');
    const { supported, tests } = await supportOn(page);
    expect(supported).toBe(false);
    expect(tests.readback).toBe(false);
    const read = await page.$eval('depthproof-check', (check) => check.shadowRoot?.textContent ?? '');
    expect(read).toContain(english['error-readback']);
  });
});
