import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectJournal } from './demoPage';
import { expect, test } from './launch';

const site = fileURLToPath(new URL('../build/site', import.meta.url));

/** Whether a page of the site has a link's file and, where it names one, the anchor in it. */
function leadsSomewhere(page: string, link: string): boolean {
  const [, path = '', anchor] = /^([^?#]*)[^#]*(?:#(.*))?$/.exec(decodeURI(link)) ?? [];
  const target = path ? resolve(site, dirname(page), path) : resolve(site, page);
  if (!existsSync(target)) return false;
  return !anchor || !target.endsWith('.html') || readFileSync(target, 'utf8').includes(` id="${anchor}"`);
}

test('the static site has no dead link or anchor, and none that only works at the root of a host', () => {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  );
  expect(pages.length).toBeGreaterThan(20);
  const dead = pages.flatMap((page) => {
    const links = readFileSync(join(site, page), 'utf8').matchAll(/ (?:href|src)="([^"]+)"/g);
    return [...links]
      .map(([, link = '']) => link)
      .filter((link) => !/^(?:[a-z]+:|\/\/)/.test(link))
      .filter((link) => link.startsWith('/') || !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`);
  });
  expect(dead).toEqual([]);
});

test('the static site works in a folder of any host: documentation, reference and demo', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/some/where/index.html', backend: 'wasm' });
  await page.getByRole('link', { name: 'Documentation' }).click();
  await expect(page.getByRole('heading', { name: 'Add it to a login page' })).toBeVisible();
  await page.goto(new URL('/some/where/docs/modules/index.html', page.url()).href);
  await page.getByRole('link', { name: 'createLiveness' }).first().click();
  await expect(page.getByText('Opens camera and engine side by side').first()).toBeVisible();
  await page.goto(new URL('/some/where/demo/index.html?source=live&start', page.url()).href);
  await expectJournal(page, 'state', 'verdict');
});
