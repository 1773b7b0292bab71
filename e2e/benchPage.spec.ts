import type { Page } from '@playwright/test';
import { expect, test } from './launch';

/** Measures one frame of each and gives the table's first two columns. */
async function measured(page: Page): Promise<Map<string, number>> {
  await page.getByLabel('Frames for each combination').fill('1');
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByRole('status')).toHaveText(/^Done/, { timeout: 300_000 });
  const rows = await page
    .locator('#contenders tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  return new Map(rows.map(([name = '', time]) => [name, Number(time)]));
}

test(
  'the bench page measures our kernels and says which backends are missing',
  { tag: '@sweep' },
  async ({ openPage }) => {
    const page = await openPage({ path: '/demo/bench/', backend: 'webgpu' });
    const times = await measured(page);
    expect([...times.keys()]).toEqual(
      expect.arrayContaining(['Depthproof, webgpu fp32', 'TensorFlow.js, webgpu', 'TensorFlow.js, wasm']),
    );
    for (const [name, time] of times) expect(time, name).toBeGreaterThan(0);
    // Every dispatch of a frame, the last of them named after what it does.
    await expect(page.locator('#kernels tbody tr').last().locator('th')).toHaveText('append');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the figures' }).click();
    expect((await saved).suggestedFilename()).toBe('bench.json');
  },
);

test('without a GPU the bench page measures WASM alone', { tag: '@sweep' }, async ({ openPage }) => {
  const page = await openPage({ path: '/demo/bench/', backend: 'wasm' });
  const times = await measured(page);
  expect([...times.keys()]).toContain('TensorFlow.js, wasm');
  await expect(page.locator('#missing')).toContainText('WebGPU');
  await expect(page.locator('#kernels tbody tr')).toHaveCount(0);
});
