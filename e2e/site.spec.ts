import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { violations } from './axe';
import { expectJournal } from './demoPage';
import { expect, test } from './launch';

const site = fileURLToPath(new URL('../build/site', import.meta.url));
/** What `npm test` builds the site for: `npm run site -- --base /some/where/`. */
const base = '/some/where/';

/** Whether a page of the site has a link's file and, where it names one, the anchor in it. */
function leadsSomewhere(page: string, link: string): boolean {
  const [, path = '', anchor] = /^([^?#]*)[^#]*(?:#(.*))?$/.exec(decodeURI(link)) ?? [];
  const target = path.startsWith('/')
    ? join(site, path.slice(base.length))
    : resolve(site, path ? dirname(page) : page, path);
  if (!existsSync(target)) return false;
  return !anchor || !target.endsWith('.html') || readFileSync(target, 'utf8').includes(` id="${anchor}"`);
}

test('the static site has no dead link or anchor, and none that leaves the folder it is served under', () => {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  );
  expect(pages.length).toBeGreaterThan(20);
  const dead = pages.flatMap((page) => {
    const links = readFileSync(join(site, page), 'utf8').matchAll(/ (?:href|src)="([^"]+)"/g);
    return [...links]
      .map(([, link = '']) => link)
      .filter((link) => !/^(?:[a-z]+:|\/\/)/.test(link))
      .filter((link) => (link.startsWith('/') && !link.startsWith(base)) || !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`);
  });
  expect(dead).toEqual([]);
});

test('the static site works in a folder of any host: documentation, search, reference and demo', async ({
  openPage,
}) => {
  const page = await openPage({ path: `${base}index.html`, backend: 'wasm' });
  const head = page.getByRole('banner');
  await head.getByRole('link', { name: 'Documentation' }).click();
  await expect(page.getByRole('heading', { name: 'Integrate Depthproof' })).toBeVisible();
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('CAMERA_DENIED');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('heading', { name: 'CAMERA_DENIED' })).toBeVisible();
  await head.getByRole('link', { name: 'API' }).click();
  await page.getByRole('main').getByRole('link', { name: 'depthproof', exact: true }).click();
  await page.getByRole('link', { name: 'createLiveness' }).first().click();
  await expect(page.getByText('Opens camera and engine side by side').first()).toBeVisible();
  await page.goto(new URL(`${base}demo/index.html?source=live&start`, page.url()).href);
  await expectJournal(page, 'state', 'verdict');
});

test('documentation and demo have one switch of colours', async ({ openPage }) => {
  const page = await openPage({ path: `${base}index.html` });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole('switch', { name: /dark/i }).first().click();
  await expect.poll(paper).not.toBe(light);
  const dark = await paper();
  await page.getByRole('link', { name: 'Demo', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A face, or a picture of one?');
  expect(await paper()).toBe(dark);
  await page.getByRole('button', { name: 'Dark colours', pressed: true }).click();
  expect(await paper()).toBe(light);
  await page.getByRole('link', { name: 'Depthproof' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Depthproof/);
  expect(await paper()).toBe(light);
});

const main = ['index', 'docs/integrate', 'docs/errors', 'docs/api', 'reference/index', 'docs/architecture'];
const demo = ['demo/index', 'demo/evaluate/index', 'demo/bench/index'];

for (const name of [...main, ...demo]) {
  test(`axe finds nothing on ${name}, light, dark and on a phone`, async ({ openPage }) => {
    const page = await openPage({ path: `${base}${name}.html` });
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 640 });
    await page.reload();
    expect(await violations(page)).toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
  });
}
