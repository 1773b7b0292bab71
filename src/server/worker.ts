import { parentPort, workerData } from 'node:worker_threads';
import { ImageError } from './decodeCrop';
import { Scorer, type Judgement, type ScoredFrames, type ScorerSettings } from './scorer';

/** What the pool hears from a worker: that it is open, and then one answer to each window it was sent. */
export type FromWorker =
  { type: 'opened' } | { type: 'judged'; judgement: Judgement } | { type: 'invalid'; message: string };

const { gpu, ...files } = workerData as ScorerSettings;
const scorer = await Scorer.open(files, gpu ? (await import('./openDawn')).openDawn : undefined);

parentPort?.on('message', (window: ScoredFrames) => {
  // Anything else that is thrown ends the worker, and the pool opens another one.
  void answer(window).then((message) => parentPort?.postMessage(message));
});
parentPort?.postMessage({ type: 'opened' } satisfies FromWorker);

async function answer(window: ScoredFrames): Promise<FromWorker> {
  try {
    return { type: 'judged', judgement: await scorer.score(window) };
  } catch (error) {
    if (error instanceof ImageError) return { type: 'invalid', message: error.message };
    throw error;
  }
}
