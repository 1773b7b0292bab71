import { expect, test } from './launch';

test('windows leave nothing behind in the worker, and the page stays free', async ({ openDemo }) => {
  test.slow();
  const page = await openDemo({ clip: 'live', backend: 'wasm' });
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks: tasks });
  });
  await page.getByRole('button', { name: 'Start' }).click();
  const windows = () =>
    page.evaluate(() =>
      window.depthproofDemo.events.flatMap((event) => (event.type === 'window' ? [event.window] : [])),
    );
  // The page keeps only its last events, so they are gathered while it runs.
  const held = new Map<number, number>();
  const gather = async () => {
    for (const window of await windows()) held.set(window.index, window.held);
    return held.size;
  };
  await expect.poll(gather, { timeout: 400_000, intervals: [1000] }).toBeGreaterThanOrEqual(60);
  const early = [...held].filter(([index]) => index < 20).map(([, count]) => count);
  const late = [...held].filter(([index]) => index >= 40).map(([, count]) => count);
  // Unfinished windows hold a varying number of crops, up to twelve. One tensor leaked per window would raise the smallest
  // late count by twenty.
  expect(Math.min(...late)).toBeLessThanOrEqual(Math.max(...early));
  const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  expect(longTasks.filter((duration) => duration > 50).length).toBeLessThanOrEqual(3);
});
