import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { forgeRules } from './forgeRules';
import { expect, test, type PageOptions } from './launch';
import { check, expectScreen, patience, startButton } from './loginPage';

/** Starts demo/login on a free port. */
async function startLogin(): Promise<{ url: string; child: ChildProcess }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  const child = spawn(process.execPath, ['demo/login/server.mjs'], {
    env: { ...process.env, PORT: String(port), REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return { url: `http://localhost:${String(port)}/`, child };
}

test.describe('the login that scores again', () => {
  test.describe.configure({ mode: 'serial' });
  let url: string;
  let child: ChildProcess;
  test.beforeAll(async () => ({ url, child } = await startLogin()));
  test.afterAll(() => child.kill());

  /** Opens the page with a clip as its camera, perhaps with a browser that says `live` whatever it sees. */
  async function open(
    openPage: (options: PageOptions) => Promise<Page>,
    clip: string,
    { forged = false, filter }: { forged?: boolean; filter?: string } = {},
  ): Promise<Page> {
    const page = await openPage({ path: '/LICENSE', clip, filter });
    // Any window will do.
    if (forged) await page.addInitScript(forgeRules, { liveProbability: 0, spoofProbability: -1 });
    await page.goto(url);
    return page;
  }

  async function runCheck(page: Page): Promise<string> {
    await startButton(page).click();
    await expectScreen(page, 'passed');
    return page.locator('input[name="depthproof-response"]').inputValue();
  }

  async function logIn(page: Page): Promise<string | null> {
    await page.locator('form button').last().click();
    await expect(page.locator('#code')).toBeVisible(patience);
    return page.locator('#code').textContent();
  }

  test('lets a live person in, after saying what is sent', async ({ openPage }) => {
    test.slow();
    const page = await open(openPage, 'live');
    await expect(check(page)).toContainText(
      'pictures of your face and its surroundings are sent to this site',
    );
    const response = await runCheck(page);
    expect(response).toMatch(/^depthproof-evidence-1~/);
    expect(response.length).toBeLessThanOrEqual(150_000);
    expect(await logIn(page)).toBe('success');
    await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
    // Browser and server score the same pixels.
    await expect(page.locator('#signals')).not.toContainText('score-disagrees');
  });

  test('lets a live person in whose camera shows each frame six times, as in poor light', async ({
    openPage,
  }) => {
    test.slow();
    const page = await open(openPage, 'live', { filter: 'fps=5,fps=30' });
    await runCheck(page);
    expect(await logIn(page)).toBe('success');
  });

  for (const clip of ['print', 'replay'])
    test(`keeps a ${clip} out whose browser says that it is live`, async ({ openPage }) => {
      test.slow();
      const page = await open(openPage, clip, { forged: true });
      await runCheck(page);
      expect(await logIn(page)).toBe('not-live');
      await expect(page.getByRole('heading', { name: 'No entry' })).toBeVisible();
    });

  test('refuses a response that was stolen, before its use or after', async ({ openPage }) => {
    test.slow();
    const victim = await open(openPage, 'live');
    const response = await runCheck(victim);
    const thief = await open(openPage, 'live');
    const post = async (page: Page) => {
      const answer = await page.request.post(`${url}login`, { form: { 'depthproof-response': response } });
      return { status: answer.status(), text: await answer.text() };
    };
    expect(await post(thief)).toMatchObject({
      status: 403,
      text: expect.stringContaining('cdata-mismatch'),
    });
    expect(await logIn(victim)).toBe('success');
    expect(await post(victim)).toMatchObject({
      status: 403,
      text: expect.stringContaining('timeout-or-duplicate'),
    });
  });
});
