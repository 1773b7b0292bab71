import { failedRecord } from '../../evaluation/judge/failedRecord';
import { judgeClip, type JudgeOptions } from '../../evaluation/judge/judgeClip';
import { judging, provenanceOf } from '../../evaluation/judge/judging';
import { Product } from '../../evaluation/judge/product';
import { imageStatistics } from '../../evaluation/judge/systems/imageStatistics';
import type { ClipRecord, Evaluation, WindowPicture } from '../../evaluation/records';
import { pictureKey } from '../../evaluation/report/worstWindows';
import { name, version } from '../../package.json';
import type { BackendName } from '../../src/backends/backend';
import { unlessAborted } from '../../src/timeout';
import { DepthproofError } from '../../src/errors';
import { fileFrames } from './fileFrames';
import { clipOf, type LabelledRow } from './row';

export interface JudgeRowsOptions {
  /** Milliseconds from one numbered picture to the next. */
  pictureInterval: number;
  /** Ends the work at once; what was found is dropped. */
  signal: AbortSignal;
  /** The engine is open, and `clips` are done, and this share of the next one. */
  onProgress: (clips: number, share: number) => void;
}

/**
 * Runs all clips through the shipped worker, one after another, in this page. A clip that cannot be decoded or judged
 * is reported in its record.
 *
 * @returns what was found, and pictures of each clip's worst window, by `pictureKey`
 * @throws {DepthproofError} if the engine does not open; the signal's reason when it is aborted
 */
export async function judgeRows(
  rows: readonly LabelledRow[],
  { pictureInterval, signal, onProgress }: JudgeRowsOptions,
): Promise<{ evaluation: Evaluation; pictures: Map<string, WindowPicture> }> {
  const records: ClipRecord[] = [];
  const pictures = new Map<string, WindowPicture>();
  let options = await open(undefined, signal);
  const provenance = { product: `${name} ${version}`, ...provenanceOf(options), input: 'frames' as const };
  const backend = provenance.backend.name as BackendName;
  try {
    for (const [index, row] of rows.entries()) {
      signal.throwIfAborted();
      onProgress(index, 0);
      const clip = clipOf(row);
      const frames = fileFrames(row, {
        cadence: provenance.cadence.intervalMilliseconds,
        pictureInterval,
        onProgress: (share) => {
          if (!signal.aborted) onProgress(index, share);
        },
      });
      // A clip that is given up half way never comes to ask for the next frame.
      const stop = () => void frames.return();
      signal.addEventListener('abort', stop, { once: true });
      try {
        const judged = await unlessAborted(judgeClip(clip, frames, options), signal);
        records.push(judged.record);
        for (const [first, picture] of judged.pictures)
          pictures.set(pictureKey(judged.record, { first }), picture);
      } catch (error) {
        signal.throwIfAborted();
        records.push(failedRecord(clip, error instanceof Error ? error.message : String(error)));
        // The engine is gone with the clip. A report must not mix two backends.
        if (error instanceof DepthproofError) options = await open(backend, signal);
        else await unlessAborted(options.product.end(), signal);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    }
    onProgress(rows.length, 0);
    return { evaluation: { provenance, records }, pictures };
  } finally {
    options.product.close();
  }
}

async function open(backend: BackendName | undefined, signal: AbortSignal): Promise<JudgeOptions> {
  // The page lies in demo/evaluate/, beside the folder of the worker.
  const product = await Product.open(new URL('../../', location.href), backend, signal);
  return judging(product, imageStatistics, false);
}
