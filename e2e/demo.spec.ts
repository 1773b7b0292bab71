import { violations } from './axe';
import { expectJournal, journal } from './demoPage';
import { expect, test } from './launch';

const phone = { width: 360, height: 640 };

test('without a camera the demo shows within three seconds what it does', async ({ openDemo }) => {
  const page = await openDemo({ camera: 'absent' });
  const soon = { timeout: 3000 };
  await expect(page.getByText('There is no camera here, so a bundled clip will play')).toBeVisible(soon);
  await expect(page.getByRole('radio', { name: 'A live face' })).toBeChecked();
  const loaded = (picture: HTMLImageElement) => picture.complete && picture.naturalWidth > 0;
  for (const picture of await page.locator('.stage img, .tiles img').all())
    await expect.poll(() => picture.evaluate(loaded), soon).toBe(true);
  await expect(page.locator('.stage img')).toBeVisible();
});

test('live, print and replay are judged side by side, and a link carries the last result alone', async ({
  openDemo,
  openPage,
}) => {
  const page = await openDemo({ camera: 'absent', backend: 'wasm' });
  await page.getByRole('button', { name: 'Judge all three clips' }).click();
  const patience = { timeout: 120_000 };
  await expect(page.locator('#judged-live')).toHaveText(/^live, 0\.\d{3}|^live, 1\.000/, patience);
  await expect(page.locator('#judged-print')).toHaveText(/^spoof, 0\.\d{3}/, patience);
  await expect(page.locator('#judged-replay')).toHaveText(/^spoof, 0\.\d{3}/, patience);
  const link = page.getByRole('link', { name: 'Link to this result' });
  await expect(link).toBeVisible();
  const { pathname, hash } = new URL(await link.evaluate((anchor: HTMLAnchorElement) => anchor.href));
  const shown = await page.locator('#explanation').textContent();
  await link.click();
  expect(new URL(page.url()).hash).toBe(hash);

  const requested: string[] = [];
  const other = await openPage({ path: '/LICENSE' });
  other.on('request', (request) => requested.push(request.url()));
  await other.goto(new URL(`${pathname}${hash}`, page.url()).href);
  await expect(other.locator('#outcome')).toHaveText('spoof');
  await expect(other.locator('#explanation')).toHaveText(shown ?? '');
  await expect(other.getByText('Nothing was checked here')).toBeVisible();
  await expect(other.getByRole('list', { name: 'Why' }).getByRole('listitem').first()).toHaveText(
    shown ?? '',
  );
  expect((await journal(other)).state).toBe('idle');
  // The page itself and its stills; neither the network nor anything about the result.
  expect(requested.filter((url) => /assets|worker|outcome/.test(url.split('#')[0] ?? ''))).toEqual([]);
});

test('by keyboard, on a phone and in dark colours the demo works, and axe finds nothing', async ({
  openDemo,
}) => {
  const page = await openDemo({ camera: 'absent', backend: 'wasm' });
  await page.setViewportSize(phone);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('radio', { name: 'A live face' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'A print' })).toBeChecked();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Start' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expectJournal(page, 'state', 'verdict');
  expect(await violations(page)).toEqual([]);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
});
