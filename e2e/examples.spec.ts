import type { Page } from '@playwright/test';
import { expect, test } from './launch';
import { forPages, policies } from './policies';
import { watchTracks } from './watchTracks';

const patience = { timeout: 120_000 };
const examples = ['react-vite', 'vue-vite', 'server-rendering'];
const check = (page: Page) => page.locator('depthproof-check');
const startButton = (page: Page) => page.getByRole('button', { name: 'Start the camera' });

for (const example of examples) {
  const login = {
    path: `/examples/${example}/`,
    backend: 'wasm',
    clip: 'live',
    policy: policies(`${forPages} vue`),
  } as const;

  test(`${example}: by mouse, under the strict policy, the form carries the response`, async ({
    openPage,
  }) => {
    const page = await openPage(login);
    const complaints: string[] = [];
    page.on('console', (message) => {
      // MediaPipe's greeting comes the same way as errors do.
      const error = message.type() === 'error' && !message.text().startsWith('INFO:');
      if (error || message.text().includes('willReadFrequently')) complaints.push(message.text());
    });
    await page.reload();
    const states = await watchTracks(page);
    await expect(check(page)).toHaveAttribute('screen', 'start', patience);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(page.url()).not.toContain('welcome');
    await startButton(page).click();
    await expect(check(page)).toHaveAttribute('screen', 'passed', patience);
    expect(await states()).toEqual(['ended']);
    if (example !== 'server-rendering') await expect(page.locator('output')).toHaveText('live');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/welcome/);
    expect(new URL(page.url()).searchParams.get('depthproof-response')).toContain('"live"');
    expect(complaints).toEqual([]);
  });

  test(`${example}: by keyboard at phone size, with the way out by Escape`, async ({ openPage }) => {
    const page = await openPage(login);
    await page.setViewportSize({ width: 360, height: 640 });
    await expect(check(page)).toHaveAttribute('screen', 'start', patience);
    await page.getByRole('textbox').focus();
    await page.keyboard.press('Tab');
    await expect(startButton(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(check(page)).toHaveAttribute('screen', 'looking', patience);
    await page.keyboard.press('Escape');
    await expect(startButton(page)).toBeFocused();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
}
