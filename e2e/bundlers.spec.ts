import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { target } from '../scripts/bundlers.mjs';
import { root } from '../scripts/run.mjs';
import { serve } from '../scripts/serve.mjs';
import { expect, test, type PageOptions } from './launch';
import { expectScreen, startButton } from './loginPage';
import type { Page } from '@playwright/test';

/** The examples that `npm run bundlers` has just built. */
const built = process.env['BUNDLERS']?.split(',') ?? [];
const outputs = ['dist', 'out', 'public'];

async function signIn(openPage: (options: PageOptions) => Promise<Page>, server: string, path = '/') {
  const page = await openPage({ server, path, clip: 'live' });
  await expectScreen(page, 'start');
  await startButton(page).click();
  await expectScreen(page, 'passed');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/depthproof-response/);
  expect(new URL(page.url()).searchParams.get('depthproof-response')).toContain('"live"');
}

for (const name of built)
  test(`a page built with ${name}, from the package alone, passes a whole check`, async ({ openPage }) => {
    const output = outputs.find((folder) => existsSync(join(target, name, folder, 'index.html'))) ?? '';
    const server = await serve({ '/': join(target, name, output) });
    try {
      await signIn(openPage, server.url, '/index.html');
    } finally {
      await server.close();
    }
  });

test(
  "a page of Vite's development server passes a whole check",
  { tag: '@sweep' },
  async ({ openPage, site }) => {
    const server = await createServer({
      configFile: false,
      root: join(root, 'examples/react-vite'),
      logLevel: 'error',
      resolve: {
        alias: [{ find: /^depthproof\/(\w+)$/, replacement: join(root, 'dist/$1.js') }],
      },
      server: { port: 0, proxy: { '/depthproof': site.url }, fs: { allow: [root] } },
    });
    await server.listen();
    try {
      await signIn(openPage, server.resolvedUrls?.local[0] ?? '');
    } finally {
      await server.close();
    }
  },
);
