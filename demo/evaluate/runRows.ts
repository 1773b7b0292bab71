import { failedResult, type ClipResult, type Provenance } from '../../evaluation/records';
import { Product } from '../../evaluation/run/product';
import { runClip } from '../../evaluation/run/runClip';
import { provenanceOf, runOptions, type RunOptions } from '../../evaluation/run/runOptions';
import { imageStatistics } from '../../evaluation/run/systems/imageStatistics';
import { name, version } from '../../package.json';
import type { BackendName } from '../../src/backends/backend';
import { unlessAborted } from '../../src/timeout';
import { DepthproofError } from '../../src/errors';
import { fileFrames } from './fileFrames';
import { clipOf, type LabelledRow } from './row';

export interface RunRowsOptions {
  /** Milliseconds from one numbered picture to the next. */
  pictureInterval: number;
  /** Ends the run at once and drops its results. */
  signal: AbortSignal;
  /** Called once the engine is open: `clips` are done, and this share of the next one. */
  onProgress: (clips: number, share: number) => void;
}

/**
 * Runs all clips through the shipped worker, one after another, in this page. A clip that cannot be decoded or judged is
 * reported in its record.
 *
 * @throws {DepthproofError} if the engine does not open
 * @throws the signal's reason when it is aborted
 */
export async function runRows(
  rows: readonly LabelledRow[],
  { pictureInterval, signal, onProgress }: RunRowsOptions,
): Promise<{ provenance: Provenance; results: ClipResult[] }> {
  const results: ClipResult[] = [];
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
      // A clip that is given up half way never asks for its next frame.
      const stop = () => void frames.return();
      signal.addEventListener('abort', stop, { once: true });
      try {
        results.push(await unlessAborted(runClip(clip, frames, options), signal));
      } catch (error) {
        signal.throwIfAborted();
        results.push(failedResult(clip, error instanceof Error ? error.message : String(error)));
        // The engine is gone with the clip. A report must not mix two backends.
        if (error instanceof DepthproofError) options = await open(backend, signal);
        else await unlessAborted(options.product.end(), signal);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    }
    onProgress(rows.length, 0);
    return { provenance, results };
  } finally {
    options.product.close();
  }
}

async function open(backend: BackendName | undefined, signal: AbortSignal): Promise<RunOptions> {
  // The page lies in demo/evaluate/, beside the folder of the worker.
  const product = await Product.open(new URL('../../', location.href), backend, signal);
  return runOptions(product, imageStatistics, false);
}
