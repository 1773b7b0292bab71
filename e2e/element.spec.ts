import type { Locator, Page } from '@playwright/test';
import type { DepthproofCheck } from '../src/element';
import type { CheckEventDetails } from '../src/element/events';
import { texts as german } from '../src/element/texts/de';
import { texts as english } from '../src/element/texts/en';
import { expect, test } from './launch';
import { check, expectScreen, forPages, login, patience, policies, startButton } from './loginPage';

/** Returns the id of the camera that the check shows. */
function shownCamera(page: Page): Promise<string | undefined> {
  return check(page).evaluate((element) => {
    const stream = element.shadowRoot?.querySelector('video')?.srcObject as MediaStream | null | undefined;
    return stream?.getVideoTracks()[0]?.getSettings().deviceId;
  });
}

/** Returns the ids of the cameras that a select offers. */
function cameraIds(select: Locator): Promise<string[]> {
  return select
    .locator('option')
    .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
}

/** Records an event of the check from now on, and returns a function that reads the details so far. */
async function listen<Name extends keyof CheckEventDetails>(page: Page, name: Name) {
  const heard = await check(page).evaluateHandle((element, name) => {
    const details: unknown[] = [];
    element.addEventListener(name, (event) => details.push((event as CustomEvent).detail));
    return details;
  }, name);
  return () => heard.jsonValue() as Promise<CheckEventDetails[Name][]>;
}

test('a remembered camera that is gone is only a preference; another can be chosen and is remembered', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, camera: 'two' });
  await page.evaluate(() => {
    localStorage.setItem('depthproof.camera', 'gone');
  });
  await startButton(page).click();
  const select = page.getByRole('combobox', { name: 'Camera' });
  await expect(select).toBeVisible(patience);
  const ids = await cameraIds(select);
  expect(ids).toHaveLength(2);
  const other = ids.find((_, index) => index !== 0) ?? '';
  await select.selectOption(other);
  await expect.poll(() => shownCamera(page), patience).toBe(other);
  expect(await page.evaluate(() => localStorage.getItem('depthproof.camera'))).toBe(other);
});

test('by keyboard a camera is chosen at Enter, not at each arrow key', async ({ openPage }) => {
  const page = await openPage({ ...login, camera: 'two' });
  await startButton(page).click();
  const select = page.getByRole('combobox', { name: 'Camera' });
  await expect(select).toBeVisible(patience);
  const first = await select.inputValue();
  expect(await shownCamera(page)).toBe(first);
  await select.focus();
  await page.keyboard.press('ArrowDown');
  const other = await select.inputValue();
  expect(other).not.toBe(first);
  await expect(select).toBeFocused();
  expect(await shownCamera(page)).toBe(first);
  await page.keyboard.press('Enter');
  await expect.poll(() => shownCamera(page), patience).toBe(other);
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
});

test('where a camera is held by another program, another one can be chosen', async ({ openPage }) => {
  const page = await openPage({ ...login, camera: 'two' });
  await startButton(page).click();
  await expect.poll(() => shownCamera(page), patience).toBeDefined();
  const held = (await shownCamera(page)) ?? '';
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.evaluate((held) => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      const [track] = stream.getVideoTracks();
      if (track?.getSettings().deviceId !== held) return stream;
      track.stop();
      throw new DOMException('in use', 'NotReadableError');
    };
  }, held);
  await startButton(page).click();
  await expectScreen(page, 'error');
  const select = page.getByRole('combobox', { name: 'Camera' });
  // No camera is shown, so none is selected.
  await expect(select).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeFocused();
  const ids = await cameraIds(select);
  const other = ids.find((id) => id !== held) ?? '';
  await select.selectOption(other);
  await expect.poll(() => shownCamera(page), patience).toBe(other);
});

test('what the screen shows while it looks outlives a redraw: cameras, hint and progress', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, camera: 'two' });
  await startButton(page).click();
  const select = page.getByRole('combobox');
  await expect(select).toBeVisible(patience);
  const hint = () =>
    check(page).evaluate((element) => element.shadowRoot?.querySelector('.hint')?.textContent);
  await expect.poll(hint, patience).not.toBe(english.loading);
  const chosen = await select.inputValue();
  await check(page).evaluate((element) => {
    element.setAttribute('lang', 'de');
  });
  await expect(page.getByRole('button', { name: 'Abbrechen' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Kamera' })).toHaveValue(chosen);
  await check(page).evaluate((element) => {
    (element as HTMLElement & { texts: object }).texts = { 'cancel-button': 'Genug' };
  });
  await expect(page.getByRole('button', { name: 'Genug' })).toBeVisible();
  await expect(select).toHaveValue(chosen);
  expect(await hint()).toBeDefined();
  expect(await hint()).not.toBe(german.loading);
});

test('of two quick changes of language the last one stays, though its texts arrive first', async ({
  openPage,
}) => {
  const page = await openPage(login);
  let deliver: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  const asked = page.waitForRequest('**/texts/ar.js');
  await page.route('**/texts/ar.js', async (route) => {
    await held;
    await route.continue();
  });
  const speak = (language: string) =>
    check(page).evaluate((element, language) => {
      element.setAttribute('lang', language);
    }, language);
  await speak('ar');
  await asked;
  await speak('de');
  await expect(page.getByRole('button', { name: 'Kamera starten' })).toBeVisible();
  const arrived = page.waitForResponse('**/texts/ar.js');
  deliver();
  await (await arrived).finished();
  await page.evaluate(async (url) => void (await import(url)), '/depthproof/texts/ar.js');
  await expect(page.getByRole('button', { name: 'Kamera starten' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Kameraprüfung' })).toHaveAttribute('dir', 'ltr');
});

test('a hint that stays is said in more words, with its measurement; the video plays inside the page', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'no-face' });
  const guidance = await listen(page, 'guidance');
  await startButton(page).click();
  await expect(page.getByText('Bring your face into the oval').first()).toBeVisible(patience);
  // Without these, as attributes and as properties, iOS opens its own player.
  const video = await check(page).evaluate((element) => {
    const video = element.shadowRoot?.querySelector('video');
    const names = ['muted', 'playsinline', 'autoplay'].filter((name) => video?.hasAttribute(name));
    return { names, muted: video?.muted, mirrored: video?.closest('.mirrored') !== null };
  });
  expect(video).toEqual({ names: ['muted', 'playsinline', 'autoplay'], muted: true, mirrored: true });
  await expect(page.getByText('Hold the device in front of your face').first()).toBeVisible(patience);
  const said = await guidance();
  expect(said.filter(({ code }) => code === 'no-face').map(({ escalated }) => escalated)).toEqual([
    false,
    true,
  ]);
});

test("texts and whole screens are the page's where it fills their slots", async ({ openPage }) => {
  const page = await openPage({ ...login, camera: 'denied' });
  await check(page).evaluate((element) => {
    const fill = (slot: string, text: string) => {
      const own = document.createElement('p');
      Object.assign(own, { slot, textContent: text });
      element.append(own);
    };
    fill('start-title', 'Our own title');
    fill('screen-error', 'Our own error screen');
  });
  await expect(page.getByText('Our own title')).toBeVisible();
  await expect(page.getByText('Show that you are here in person')).toBeHidden();
  await startButton(page).click();
  await expect(page.getByText('Our own error screen')).toBeVisible(patience);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden();
});

test('a policy that forbids the worker is an error with a way out', async ({ openPage }) => {
  const policy = policies(forPages.replace("worker-src 'self'", "worker-src 'none'"));
  const page = await openPage({ ...login, clip: 'live', policy });
  const errors = await listen(page, 'error');
  await startButton(page).click();
  await expectScreen(page, 'error');
  await expect(page.getByRole('link', { name: 'Use a code by e-mail' })).toBeVisible();
  expect(await errors()).toMatchObject([{ code: 'WORKER_BLOCKED', recoverable: false }]);
});

test('a folder on another origin, from where no worker may start, is named as the wrong option', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  const errors = await listen(page, 'error');
  const elsewhere = page.url().replace('localhost', '127.0.0.1');
  await check(page).evaluate((element, folder) => {
    element.setAttribute('assets', folder);
  }, new URL('/', elsewhere).href);
  await startButton(page).click();
  await expectScreen(page, 'error');
  const [error] = await errors();
  expect(error).toMatchObject({ code: 'INVALID_OPTION' });
  expect(error?.message).toContain('own origin');
});

test('takes properties as frameworks set them, and texts that are empty', async ({ openPage }) => {
  const page = await openPage(login);
  await expectScreen(page, 'start');
  const attributes = await check(page).evaluate((element) => {
    const given = element as HTMLElement & { required: unknown; disabled: unknown; texts: object };
    const seen = [];
    for (const value of [true, undefined, 'required', '', false]) {
      given.required = value;
      given.disabled = value;
      seen.push([given.hasAttribute('required'), given.hasAttribute('disabled')]);
    }
    given.required = true;
    given.texts = { missing: '' };
    return { seen, message: (given as unknown as HTMLInputElement).validationMessage };
  });
  const is = (value: boolean) => [value, value];
  expect(attributes.seen).toEqual([is(true), is(false), is(true), is(false), is(false)]);
  expect(attributes.message).not.toBe('');
});

test('takes up what was set before it was defined, and the language around its shadow root', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/LICENSE' });
  const taken = await page.evaluate(async (url) => {
    const around = document.createElement('div');
    around.lang = 'de';
    const early = document.createElement('depthproof-check');
    Object.assign(early, { name: 'liveness', required: true, disabled: true, texts: { good: 'Fein' } });
    around.attachShadow({ mode: 'open' }).append(early);
    document.body.append(around);
    await import(url);
    const { name, required, disabled, texts } = early;
    return { name, required, disabled, texts, attributes: early.getAttributeNames().sort() };
  }, '/element.js');
  const attributes = ['disabled', 'name', 'required', 'screen'];
  const texts = { good: 'Fein' };
  expect(taken).toEqual({ name: 'liveness', required: true, disabled: true, texts, attributes });
  await expect(page.getByRole('button', { name: 'Kamera starten' })).toBeVisible();
});

test('it is a form control in whole: labels, own validity, bubbling events, a value that a page can only empty', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await expectScreen(page, 'start');
  await page.evaluate(() => {
    const check = document.querySelector('depthproof-check');
    const label = document.createElement('label');
    Object.assign(label, { htmlFor: 'liveness', textContent: 'Liveness' });
    if (check) check.id = 'liveness';
    document.querySelector('form')?.prepend(label);
    const heard: string[] = [];
    for (const type of ['input', 'change'])
      document.querySelector('form')?.addEventListener(type, () => heard.push(type));
    Object.assign(window, { heard });
  });
  const state = () =>
    check(page).evaluate((element) => {
      const control = element as DepthproofCheck;
      const { valueMissing, customError, valid } = control.validity;
      const { heard } = window as unknown as { heard: string[] };
      return {
        labels: control.labels.length,
        full: control.value !== '',
        valueMissing,
        customError,
        valid,
        heard,
      };
    });
  const set = (act: (control: DepthproofCheck) => void) => check(page).evaluate(act);
  await set((control) => (control.value = 'written by the page'));
  await set((control) => control.setCustomValidity('not today'));
  expect(await state()).toMatchObject({ labels: 1, full: false, valueMissing: true, customError: true });
  await set((control) => control.setCustomValidity(''));
  await startButton(page).click();
  await expectScreen(page, 'passed');
  expect(await state()).toMatchObject({ full: true, valid: true, heard: ['input', 'change'] });
  await set((control) => (control.value = ''));
  await expectScreen(page, 'start');
  expect(await state()).toMatchObject({ full: false, valueMissing: true });
});
