import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import type { CheckEventDetails } from '../src/element/events';
import { expect, test } from './launch';
import { check, expectScreen, forPages, login, policies, startButton } from './loginPage';

/** Starts a check that fails, and returns what it says of that, and what the person reads. */
async function failure(page: Page): Promise<CheckEventDetails['error'] & { read: string }> {
  await expectScreen(page, 'start');
  const errors = await check(page).evaluateHandle((element) => {
    const details: unknown[] = [];
    element.addEventListener('error', (event) => details.push((event as CustomEvent).detail));
    return details;
  });
  await startButton(page).click();
  await expectScreen(page, 'error');
  const [error] = (await errors.jsonValue()) as CheckEventDetails['error'][];
  const read = await check(page).evaluate(
    (element) => element.shadowRoot?.querySelector('.screen p')?.textContent ?? '',
  );
  if (!error) throw new Error('no error was told');
  return { ...error, read };
}

function sendPage(response: ServerResponse): true {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>App</title>');
  return true;
}

const setUp = 'This page is not set up for the camera check';

test('an old file in the cache is fetched anew', async ({ openPage }) => {
  let served = 0;
  const page = await openPage({
    ...login,
    clip: 'live',
    intercept(path, response) {
      if (!path.endsWith('/weights.bin')) return false;
      served += 1;
      if (served > 1) return false;
      response.writeHead(200, { 'cache-control': 'max-age=3600' }).end('weights of another version');
      return true;
    },
  });
  await startButton(page).click();
  await expectScreen(page, 'passed');
  expect(served).toBe(2);
});

test('modules that do not arrive at first are asked for once more, under another address', async ({
  openPage,
}) => {
  const asked: string[] = [];
  const page = await openPage({
    ...login,
    clip: 'live',
    intercept(path, response) {
      const file = /\/(element|de|index)\.js$/.exec(path)?.[0];
      if (!file || asked.includes(file)) return false;
      asked.push(file);
      response.writeHead(503).end();
      return true;
    },
  });
  await check(page).evaluate((element) => element.setAttribute('lang', 'de'));
  await page.getByRole('button', { name: 'Kamera starten' }).click();
  await expectScreen(page, 'passed');
  expect(asked).toEqual(['/element.js', '/de.js', '/index.js']);
});

test('the addresses of worker and assets change with their content', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(request.url()));
  await startButton(page).click();
  await expectScreen(page, 'passed');
  const changing = asked.filter((url) => /depthproof-worker|\/assets\//.test(url));
  expect(changing.length).toBeGreaterThan(5);
  for (const url of changing) expect(url).toMatch(/\?[0-9a-f]{16}$/);
});

for (const file of ['depthproof-worker.js', 'assets/model/weights.bin'])
  test(`a host that answers with its page for ${file} is told so`, async ({ openPage }) => {
    const page = await openPage({
      ...login,
      intercept: (path, response) => path.endsWith(file) && sendPage(response),
    });
    const { code, message } = await failure(page);
    expect(code).toBe('ASSET_MISSING');
    expect(message).toContain(file);
    expect(message).toContain('HTML');
  });

test('a page with Cross-Origin-Embedder-Policy, which its worker lacks, is told so', async ({ openPage }) => {
  const page = await openPage({
    ...login,
    intercept(path, response) {
      if (path.endsWith('/plain/')) response.setHeader('cross-origin-embedder-policy', 'require-corp');
      return false;
    },
  });
  const { code, message, read } = await failure(page);
  expect(code).toBe('WORKER_BLOCKED');
  expect(message).toContain('Cross-Origin-Embedder-Policy');
  expect(read).toContain(setUp);
});

test('a policy that forbids the worker is named by its directive', async ({ openPage }) => {
  const policy = policies(forPages.replace("worker-src 'self'", "worker-src 'none'"));
  const { code, message, read } = await failure(await openPage({ ...login, policy }));
  expect(code).toBe('WORKER_BLOCKED');
  expect(message).toContain('worker-src');
  expect(read).toContain(setUp);
});

test("a policy that forbids the camera is not the person's fault", async ({ openPage }) => {
  const page = await openPage({
    ...login,
    intercept(path, response) {
      if (path.endsWith('/plain/')) response.setHeader('permissions-policy', 'camera=()');
      return false;
    },
  });
  const { code, message, read, recoverable } = await failure(page);
  expect(code).toBe('CAMERA_BLOCKED');
  expect(message).toContain('Permissions-Policy');
  expect(recoverable).toBe(false);
  expect(read).toContain(setUp);
});

test('a sandboxed frame is told so', async ({ openPage }) => {
  const page = await openPage({
    path: '/LICENSE',
    intercept(path, response) {
      response.setHeader('access-control-allow-origin', '*');
      return false;
    },
  });
  const code = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    const script = `${location.origin}/depthproof/depthproof.js?render=explicit`;
    frame.srcdoc = `<div id="box"></div><script src="${script}"></script><script>
      depthproof.render('#box', { 'error-callback': (code) => parent.postMessage(code, '*') });
      depthproof.execute();
    </script>`;
    const said = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data)));
    document.body.append(frame);
    return said;
  });
  expect(code).toBe('SANDBOXED');
});

test('the script tag stays within 3 KB', async () => {
  const { gzipSync } = await import('node:zlib');
  const script = await readFile(new URL('../dist/depthproof.js', import.meta.url));
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(3000);
});
