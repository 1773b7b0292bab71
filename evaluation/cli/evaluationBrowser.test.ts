import { afterEach, expect, it, vi } from 'vitest';
import { EvaluationBrowser } from './evaluationBrowser';
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
