import { watchTracks } from './camera';
import { expect, test } from './launch';
import { expectScreen, forPages, login, policies, startButton } from './loginPage';

const examples = ['react-vite', 'vue-vite', 'server-rendering'];

for (const example of examples) {
  // One bundler is enough for every change.
  const tag = example === 'react-vite' ? [] : ['@sweep'];
  const options = {
    ...login,
    path: `/examples/${example}/`,
    clip: 'live',
    policy: policies(`${forPages} vue`),
  };

  test(
    `${example}: by mouse, under the strict policy, the form carries the response`,
    { tag },
    async ({ openPage }) => {
      const page = await openPage(options);
      const complaints: string[] = [];
      page.on('console', (message) => {
        // MediaPipe logs its greeting as an error.
        const error = message.type() === 'error' && !message.text().startsWith('INFO:');
        if (error || message.text().includes('willReadFrequently')) complaints.push(message.text());
      });
      await page.reload();
      const states = await watchTracks(page);
      await expectScreen(page, 'start');
      await page.getByRole('button', { name: 'Sign in' }).click();
      expect(page.url()).not.toContain('welcome');
      await startButton(page).click();
      await expectScreen(page, 'passed');
      expect(await states()).toEqual(['ended']);
      if (example !== 'server-rendering') await expect(page.locator('output')).toHaveText('live');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/welcome/);
      expect(new URL(page.url()).searchParams.get('depthproof-response')).toContain('"live"');
      expect(complaints).toEqual([]);
    },
  );

  test(`${example}: by keyboard at phone size, with the way out by Escape`, { tag }, async ({ openPage }) => {
    const page = await openPage(options);
    await page.setViewportSize({ width: 360, height: 640 });
    await expectScreen(page, 'start');
    await page.getByRole('textbox').focus();
    await page.keyboard.press('Tab');
    await expect(startButton(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expectScreen(page, 'looking');
    await page.keyboard.press('Escape');
    await expect(startButton(page)).toBeFocused();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
}
