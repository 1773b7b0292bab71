import { afterEach, expect, it, vi } from 'vitest';
import { EvaluationBrowser, reasonOf } from './evaluationBrowser';
import { UsageError } from './options';

afterEach(() => vi.unstubAllEnvs());

it('takes no other browser than the one that CHROME_PATH names', async () => {
  vi.stubEnv('CHROME_PATH', '/nowhere/chromium');
  const browser = new EvaluationBrowser(
    '',
    { crops: false, silentFace: false, exportCrops: false },
    () => undefined,
  );
  await expect(browser.open(undefined)).rejects.toThrow(UsageError);
});

it.each([
  [
    'page.evaluate: Target crashed ',
    'the browser crashed: run the command again, which judges this clip anew',
  ],
  [
    'page.evaluate: Target page, context or browser has been closed\nBrowser logs:\n\n<launching> /usr/bin/chromium',
    'the browser crashed: run the command again, which judges this clip anew',
  ],
  [
    'page.evaluate: Error: not one frame could be decoded\n    at servedFrames (page.js:1)',
    'not one frame could be decoded',
  ],
])('says of %j why the clip failed', (message, reason) => {
  expect(reasonOf(new Error(message))).toBe(reason);
});
