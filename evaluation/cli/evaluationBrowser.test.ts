import { expect, it } from 'vitest';
import { reasonOf } from './evaluationBrowser';

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
