// Takes pictures of every screen of the element into build/screens: `npm run screens`, after `npm run build`.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { DepthproofCheck } from '../src/element';
import { freezeCamera } from './camera';
import { expect, test, type PageOptions } from './launch';
import { check as checkOn, expectScreen, login } from './loginPage';

const target = fileURLToPath(new URL('../build/screens', import.meta.url));

/** At 400 % a window of 1280 x 1024 px has 320 x 256 CSS px. */
const looks: Record<string, (page: Page) => Promise<void>> = {
  light: (page) => page.emulateMedia({ colorScheme: 'light' }),
  dark: (page) => page.emulateMedia({ colorScheme: 'dark' }),
  'right-to-left': (page) =>
    page.locator('depthproof-check').evaluate((check) => {
      check.setAttribute('lang', 'ar');
    }),
  'zoom-400': (page) => page.setViewportSize({ width: 320, height: 256 }),
};

/** A situation, and the screens that it leads to, one start after the other. */
const situations: Record<string, PageOptions & { screens: string[]; frozen?: boolean }> = {
  denied: { camera: 'denied', screens: ['start', 'error'] },
  frozen: { frozen: true, ownBrowser: true, screens: ['asking'] },
  live: { clip: 'live', screens: ['looking', 'passed'] },
  print: { clip: 'print', screens: ['retry', 'failed'] },
  insecure: { insecure: true, screens: ['unsupported'] },
};

for (const [situation, { screens, frozen, ...options }] of Object.entries(situations)) {
  for (const [look, apply] of Object.entries(looks)) {
    test(`${screens.join(', ')}: ${look}, ${situation}`, async ({ openPage }) => {
      const page = await openPage({ ...login, ...options });
      await page.setViewportSize({ width: 480, height: 800 });
      const check = checkOn(page);
      await expect(check).toHaveAttribute('screen', /./);
      await check.evaluate((element) => {
        element.setAttribute('attempts', '2');
      });
      await apply(page);
      const thaw = frozen ? await freezeCamera(page) : undefined;
      for (const screen of screens) {
        const there = await check.getAttribute('screen');
        if (there !== screen && there !== 'looking')
          await check.evaluate((element) => void (element as DepthproofCheck).start());
        await expectScreen(page, screen);
        if (screen === 'looking') await page.waitForTimeout(1200);
        await check.screenshot({ path: `${target}/${screen}-${look}.png` });
      }
      thaw?.();
    });
  }
}
