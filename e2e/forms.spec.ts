import type { Page } from '@playwright/test';
import type { DepthproofCheck } from '../src/element';
import { bundle } from './bundle';
import { expect, test, type PageOptions } from './launch';
import { check, expectScreen, startButton } from './loginPage';

/** Pages whose form a library keeps: it shows its own state in `output`, and its own complaint as an alert. */
const forms = {
  'react-hook-form': 'forms/reactHookForm.tsx',
  'react-hook-form, on the element itself': 'forms/reactElement.tsx',
  Formik: 'forms/formik.tsx',
  VeeValidate: 'forms/veeValidate.js',
  "Angular's reactive forms": 'forms/angularReactive.ts',
  "Angular's ngModel": 'forms/angularModel.ts',
  Svelte: 'forms/svelte.ts',
};

/** One for each framework is enough for every change. */
const everyTime = ['react-hook-form', 'VeeValidate', "Angular's reactive forms"];

async function openForm(openPage: (options: PageOptions) => Promise<Page>, entry: string): Promise<Page> {
  const page = await openPage({ path: '/LICENSE', clip: 'live' });
  const body = await bundle(entry);
  await page.route('**/form.js', (route) => route.fulfill({ body, contentType: 'text/javascript' }));
  await page.evaluate(() => {
    document.body.innerHTML = '<div id="root"></div>';
  });
  await page.addScriptTag({ url: '/form.js', type: 'module' });
  return page;
}

for (const [name, entry] of Object.entries(forms)) {
  const tag = everyTime.includes(name) ? [] : ['@sweep'];
  test(
    `a form of ${name} has the response, and misses, resets and disables it`,
    { tag },
    async ({ openPage }) => {
      const page = await openForm(openPage, entry);
      const press = (button: string) => page.getByRole('button', { name: button, exact: true }).click();
      const held = page.locator('output');
      const complaint = page.getByRole('alert');
      await expectScreen(page, 'start');

      await press('Sign in');
      await expect(complaint).toHaveText('Missing');
      await expect(held).toHaveText('');

      await startButton(page).click();
      await expectScreen(page, 'passed');
      await expect(held).toContainText('"live"');
      await expect(complaint).toHaveText('');
      await press('Sign in');
      await expect(page).toHaveTitle('Signed in');

      await press('Reset');
      await expectScreen(page, 'start');
      await expect(held).toHaveText('');
      await expect(check(page)).toHaveJSProperty('value', '');

      await press('Disable');
      await expect(startButton(page)).toBeDisabled();
    },
  );
}

test(
  'a check outside its form, with a label and in a fieldset, is a control of that form',
  { tag: '@sweep' },
  async ({ openPage }) => {
    const page = await openPage({
      path: '/form',
      clip: 'live',
      intercept(path, response) {
        if (path !== '/form') return false;
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><html lang="en">
          <script type="module" src="/element.js"></script><title>Sign in</title>
          <label for="check">Face</label>
          <fieldset><depthproof-check id="check" form="sign-in" name="liveness" required backend="wasm">
          </depthproof-check></fieldset>
          <form id="sign-in"><button>Sign in</button><button type="reset">Reset</button></form>`);
        return true;
      },
    });
    const fieldset = (disabled: boolean) =>
      page.locator('fieldset').evaluate((element, disabled) => {
        (element as HTMLFieldSetElement).disabled = disabled;
      }, disabled);
    const submits = () =>
      page.locator('form').evaluate((form) => [...new FormData(form as HTMLFormElement).keys()]);
    const state = () =>
      check(page).evaluate((element) => {
        const { form, labels, type, validity, willValidate } = element as DepthproofCheck;
        return [form?.id, labels.length, type, validity.valueMissing, willValidate];
      });
    await expectScreen(page, 'start');
    expect(await state()).toEqual(['sign-in', 1, 'depthproof-check', true, true]);
    await fieldset(true);
    await expect(startButton(page)).toBeDisabled();
    expect((await state()).at(-1)).toBe(false);
    await fieldset(false);
    await startButton(page).click();
    await expectScreen(page, 'passed');
    expect(await submits()).toEqual(['liveness']);
    await fieldset(true);
    expect(await submits()).toEqual([]);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expectScreen(page, 'start');
  },
);
