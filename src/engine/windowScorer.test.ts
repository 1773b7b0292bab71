import { expect, it } from 'vitest';
import type { Model } from '../model/manifest';
import type { Network } from '../network/network';
import { WindowQueue } from './windowQueue';
import { WindowScorer } from './windowScorer';

it('fails where the backend gives no number, instead of counting it against the person', async () => {
  const model = { cadence: { frames: 2, intervalMilliseconds: 100 }, decision: {} } as Model;
  const network = {
    held: 0,
    window: () => ({
      push: () => Promise.resolve(),
      finish: () => Promise.resolve({ score: NaN, evidence: {} }),
      dispose: () => undefined,
    }),
  } as unknown as Network;
  const queue = new WindowQueue(2);
  queue.start({ crops: {}, parts: {}, timestamp: 0 });
  queue.append({ crops: {}, parts: {}, timestamp: 100 });
  const scored = new Promise((resolve, reject) => {
    new WindowScorer(network, model, queue, 10).run(resolve).catch(reject);
  });
  await expect(scored).rejects.toThrow('is no number');
});
