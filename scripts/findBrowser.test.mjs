import { afterEach, expect, it, vi } from 'vitest';
import { findBrowser } from './findBrowser.mjs';

afterEach(() => vi.unstubAllEnvs());

it('takes no other browser than the one that CHROME_PATH names', async () => {
  vi.stubEnv('CHROME_PATH', import.meta.filename);
  expect(await findBrowser()).toBe(import.meta.filename);
  vi.stubEnv('CHROME_PATH', '/nowhere/chromium');
  await expect(findBrowser()).rejects.toThrow('CHROME_PATH is /nowhere/chromium, and there is no such file.');
});
