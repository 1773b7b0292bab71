import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { launch, type Page } from 'puppeteer-core';
import { findFirefox } from '../scripts/firefox.mjs';
import { serve } from '../scripts/serve.mjs';
import type * as supportModule from '../src/support';
import { forPages, policies } from './policies';

// Playwright drives a Firefox of its own only; an ordinary one speaks WebDriver BiDi.
const firefox = findFirefox();
const folder = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const examples = ['plain', 'react-vite', 'vue-vite', 'server-rendering'];

const screen = (page: Page, expected: string) =>
  page.waitForFunction(
    (expected) => document.querySelector('depthproof-check')?.getAttribute('screen') === expected,
    { timeout: 60_000 },
    expected,
  );

test('in Firefox script tag, element and modules work under the strict policy, up to the camera', async () => {
  test.skip(!firefox, 'There is no Firefox here.');
  const policy = policies(`${forPages} vue`);
  const server = await serve(
    { '/': folder('dist'), '/depthproof/': folder('dist'), '/examples/': folder('build/examples') },
    {
      intercept(path, response) {
        response.setHeader('content-security-policy', policy(path));
        return false;
      },
    },
  );
  const browser = await launch({
    browser: 'firefox',
    executablePath: firefox ?? '',
    extraPrefsFirefox: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
  });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    // Firefox asks for an icon by itself, which the policy forbids.
    page.on('pageerror', (error) => {
      if (!String(error).includes('favicon.ico')) errors.push(String(error));
    });
    for (const example of examples) {
      await page.goto(`${server.url}/examples/${example}/index.html`);
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
    const [exported, support] = await page.evaluate(async () => {
      const [index, support] = ['/index.js', '/support.js'] as [string, string];
      const { support: look } = (await import(support)) as typeof supportModule;
      return [Object.keys((await import(index)) as object), await look()] as const;
    });
    expect(exported).toContain('createLiveness');
    expect(support.supported).toBe(true);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    await server.close();
  }
});
