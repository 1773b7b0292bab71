import type { Page } from '@playwright/test';
import type * as depthproof from 'depthproof';
import type { DepthproofCheck } from '../src/element';
import { watchTracks } from './camera';
import { expect, test } from './launch';
import { check, expectScreen, login, patience, startButton } from './loginPage';

/** Names of the events of the check from now on. */
async function heardFrom(page: Page, ...names: string[]): Promise<() => Promise<string[]>> {
  const heard = await check(page).evaluateHandle((element, names) => {
    const heard: string[] = [];
    for (const name of names) element.addEventListener(name, () => heard.push(name));
    return heard;
  }, names);
  return () => heard.jsonValue();
}

const hidings: Record<string, () => void> = {
  'its dialog is closed': () => document.querySelector('dialog')?.close(),
  'it is not displayed': () => document.querySelector('main')?.style.setProperty('display', 'none'),
  'it is invisible': () => document.querySelector('form')?.style.setProperty('visibility', 'hidden'),
  'its content is skipped': () =>
    document.querySelector('main')?.style.setProperty('content-visibility', 'hidden'),
  'it has no opacity': () => document.querySelector('main')?.style.setProperty('opacity', '0'),
  'it is folded': () =>
    document.querySelector('form')?.setAttribute('style', 'block-size: 0; overflow: hidden'),
  'it is cut off': () => {
    const form = document.querySelector('form');
    form?.setAttribute('style', 'position: relative; overflow: clip; block-size: 300px');
    document.querySelector<HTMLElement>('.depthproof')?.style.setProperty('transform', 'translateY(400px)');
  },
};

test('a check that is scrolled out of view goes on, also in a box within the page', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  const heard = await heardFrom(page, 'cancel', 'result', 'error');
  await page.evaluate(() => {
    const main = document.querySelector('main');
    main?.setAttribute('style', 'block-size: 100vh; overflow: auto');
    main?.insertAdjacentHTML('beforeend', '<div style="block-size: 300vh"></div>');
  });
  await startButton(page).click();
  await expectScreen(page, 'looking');
  await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 1e4));
  await expectScreen(page, 'passed');
  expect(await heard()).toEqual(['result']);
});

test('a check can be started while its dialog fades in', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  await expectScreen(page, 'start');
  await page.evaluate(() => {
    const main = document.querySelector('main');
    main?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 200, fill: 'backwards' });
    void (document.querySelector('depthproof-check') as DepthproofCheck).start();
  });
  await expectScreen(page, 'passed');
});

for (const layer of ['dialog', 'popover'])
  test(`a check in an open ${layer} can be started, though what is around that would cut it off`, async ({
    openPage,
  }) => {
    const page = await openPage({ ...login, clip: 'live' });
    await expectScreen(page, 'start');
    await page.evaluate((layer) => {
      const form = document.querySelector('form') as HTMLFormElement;
      const around = document.createElement('div');
      around.setAttribute('style', 'position: relative; overflow: hidden; block-size: 40px');
      form.replaceWith(around);
      const box = document.createElement(layer === 'dialog' ? 'dialog' : 'div');
      box.setAttribute('style', 'position: absolute; inset-block-start: 60px');
      box.append(form);
      around.append(box);
      if (box instanceof HTMLDialogElement) box.showModal();
      else {
        box.popover = 'auto';
        box.showPopover();
      }
    }, layer);
    await startButton(page).click();
    await expectScreen(page, 'passed');
  });

test('a check ends, with the camera out, whichever way it is hidden, and can be started again', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await expectScreen(page, 'start');
  await page.evaluate(() => {
    const dialog = document.createElement('dialog');
    const form = document.querySelector('form');
    form?.before(dialog);
    if (form) dialog.append(form);
    dialog.showModal();
  });
  const states = await watchTracks(page);
  const heard = await heardFrom(page, 'cancel', 'result', 'error');
  const ended: string[] = [];
  const startAndLook = async () => {
    await startButton(page).click();
    await expectScreen(page, 'looking');
    await expect.poll(states).toEqual([...ended, 'live']);
  };
  await startAndLook();
  for (const [how, hide] of Object.entries(hidings))
    await test.step(how, async () => {
      await page.evaluate(hide);
      ended.push('ended');
      await expect.poll(states, { timeout: 2000 }).toEqual(ended);
      await expect(check(page)).toHaveAttribute('screen', 'start');
      // Hidden, it cannot be started either.
      await check(page).evaluate((element) => (element as DepthproofCheck).start());
      expect(await states()).toEqual(ended);
      expect(await heard()).toEqual(ended.map(() => 'cancel'));
      await page.evaluate(() => {
        for (const hidden of document.querySelectorAll('main, form, .depthproof'))
          hidden.removeAttribute('style');
        const dialog = document.querySelector('dialog');
        if (dialog && !dialog.open) dialog.showModal();
      });
      await startAndLook();
    });
});

const moves: Record<string, () => void> = {
  appendChild: () => {
    const check = document.querySelector('depthproof-check');
    if (check) document.querySelector('main')?.appendChild(check);
  },
  moveBefore: () => {
    const check = document.querySelector('depthproof-check');
    const main = document.querySelector('main') as
      (Element & { moveBefore?(...nodes: unknown[]): void }) | null;
    main?.moveBefore?.(check, null);
  },
};

for (const [how, move] of Object.entries(moves))
  test(`a check that is moved by ${how} goes on`, async ({ openPage }) => {
    const page = await openPage({ ...login, clip: 'live' });
    const states = await watchTracks(page);
    await startButton(page).click();
    const heard = await heardFrom(page, 'cancel', 'result', 'error');
    await expectScreen(page, 'looking');
    await page.evaluate(move);
    await expectScreen(page, 'passed');
    expect(await heard()).toEqual(['result']);
    expect(await states()).toEqual(['ended']);
  });

test('a copy of the page has one widget and one empty field, and its form waits for its own check', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await startButton(page).click();
  await expectScreen(page, 'passed');
  const fields = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('input[name=depthproof-response]')].map(
        ({ value }) => value,
      ),
    );
  expect((await fields())[0]).toContain('"live"');
  await page.evaluate(() => {
    document.body.replaceWith(document.body.cloneNode(true));
    window.depthproof?.render('.depthproof');
  });
  expect(await fields()).toEqual(['']);
  await expect(check(page)).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Use a code by e-mail' })).toHaveCount(1);
  await startButton(page).click();
  await expectScreen(page, 'passed');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/welcome/);
});

test('a snapshot that a router puts back is made a widget again, without the old response', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await startButton(page).click();
  await expectScreen(page, 'passed');
  await page.evaluate(() => {
    const snapshot = document.body.outerHTML;
    document.body.innerHTML = '<p>Another route</p>';
    const parsed = new DOMParser().parseFromString(snapshot, 'text/html').body;
    document.body.replaceWith(document.adoptNode(parsed));
  });
  await expectScreen(page, 'start');
  await expect(check(page)).toHaveCount(1);
  await expect(page.locator('input[name=depthproof-response]')).toHaveCount(1);
  await expect(page.locator('input[name=depthproof-response]')).toHaveValue('');
});

test('in the document of a frame the element has its styles, and a check runs with a preview there', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await expectScreen(page, 'start');
  const seen = await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const other = frame.contentDocument;
    const check = document.createElement('depthproof-check');
    other?.body.append(check);
    const card = check.shadowRoot?.querySelector('.card');
    const display = card && frame.contentWindow?.getComputedStyle(card).display;
    const { createLiveness } = (await import(url)) as typeof depthproof;
    const preview = other?.createElement('video') as HTMLVideoElement;
    other?.body.append(preview);
    const liveness = await createLiveness({ preview, backend: 'wasm' });
    const shown = preview.videoWidth;
    liveness.close();
    return { display, shown };
  }, '/depthproof/index.js');
  expect(seen.display).toBe('grid');
  expect(seen.shown).toBeGreaterThan(0);
});

test('in a pop-up the element has its styles, and a check passes', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  await expectScreen(page, 'start');
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => {
      const other = window.open('', '', 'width=500,height=700');
      const check = Object.assign(document.createElement('depthproof-check'), { backend: 'wasm' });
      other?.document.body.append(check);
    }),
  ]);
  const display = await check(popup).evaluate((element) => {
    const card = element.shadowRoot?.querySelector('.card');
    return card && getComputedStyle(card).display;
  });
  expect(display).toBe('grid');
  await startButton(popup).click();
  await expectScreen(popup, 'passed');
});

test('text follows the size around the element, is never smaller than 12 px, and the card is measured in it', async ({
  openPage,
}) => {
  const page = await openPage(login);
  await expectScreen(page, 'start');
  const sizes = () =>
    check(page).evaluate((element) => {
      const size = (selector: string) => {
        const found = element.shadowRoot?.querySelector(selector);
        return found ? parseFloat(getComputedStyle(found).fontSize) : 0;
      };
      const texts = [...(element.shadowRoot?.querySelectorAll('*') ?? [])].filter((inner) =>
        [...inner.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''),
      );
      const smallest = Math.min(...texts.map((inner) => parseFloat(getComputedStyle(inner).fontSize)));
      const { width } = element.getBoundingClientRect();
      return { text: size('.card'), quiet: size('.quiet'), smallest, width };
    });
  await page.addStyleTag({
    content: 'html { font-size: 62.5% } body { font-size: 16px } main { max-width: none }',
  });
  expect(await sizes()).toEqual({ text: 16, quiet: 15, smallest: 15, width: 384 });
  await page.addStyleTag({ content: 'body { font-size: 10px }' });
  expect(await sizes()).toMatchObject({ text: 12, quiet: 12, smallest: 12 });
});

test('speaks the language around it when that changes, until it is told another', async ({ openPage }) => {
  const page = await openPage(login);
  await expectScreen(page, 'start');
  await page.evaluate(() => {
    document.documentElement.lang = 'de';
  });
  await expect(page.getByRole('button', { name: 'Kamera starten' })).toBeVisible();
  await page.evaluate(() => {
    window.depthproof?.reset();
    window.depthproof?.render('.depthproof', { language: 'fr' });
  });
  await expect(page.getByRole('button', { name: 'Démarrer la caméra' })).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.lang = 'zh-TW';
  });
  await expect(page.getByRole('button', { name: 'Démarrer la caméra' })).toBeVisible();
  await check(page).evaluate((element) => {
    element.removeAttribute('lang');
  });
  await expect(page.getByRole('button', { name: '啟動攝影機' })).toBeVisible(patience);
});

test('in a frame of another site that is scrolled out of view no time passes, and no attempt is used up', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/LICENSE', clip: 'live' });
  const other = new URL(login.path, page.url());
  other.hostname = '127.0.0.1';
  await page.evaluate((src) => {
    const frame = Object.assign(document.createElement('iframe'), { src, width: 500, height: 700 });
    frame.allow = 'camera';
    document.body.replaceChildren(frame);
    document.body.style.blockSize = '9000px';
    addEventListener('message', ({ data }) => {
      if (data === 'permission') scrollTo(0, 8000);
    });
  }, other.href);
  const inside = page.frameLocator('iframe');
  const element = inside.locator('depthproof-check');
  const heard = await element.evaluateHandle((element) => {
    const heard: string[] = [];
    for (const name of ['cancel', 'error', 'result']) element.addEventListener(name, () => heard.push(name));
    Object.assign(element, { sessionTimeout: 8, noFaceTimeout: 6, attempts: 1, backend: 'wasm' });
    element.addEventListener('permission', () => parent.postMessage('permission', '*'));
    return heard;
  });
  await inside.getByRole('button', { name: 'Start the camera' }).click();
  await expect.poll(() => page.evaluate(() => scrollY), patience).toBeGreaterThan(7000);
  // Longer than the session and the search for a face may last.
  await page.waitForTimeout(12_000);
  expect(await heard.jsonValue()).toEqual([]);
  await expectScreen(element, 'looking');
  await page.evaluate(() => scrollTo(0, 0));
  await expectScreen(element, 'passed');
  expect(await heard.jsonValue()).toEqual(['result']);
});
