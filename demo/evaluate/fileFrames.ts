import type { ClipFrame } from '../../evaluation/run/runClip';
import { pictureFrames } from '../../evaluation/run/pictureFrames';
import { videoFrames } from '../../evaluation/run/videoFrames';
import type { Row } from './row';

const HINT =
  'The command, npx depthproof evaluate, decodes more kinds of video than browsers do, GIF and AVI among them.';

export interface FileFramesOptions {
  /** Milliseconds between the frames that the product takes. */
  cadence: number;
  /** Milliseconds from one numbered picture to the next. */
  pictureInterval: number;
  /** Share of the clip that is done, 0 to 1. */
  onProgress: (share: number) => void;
}

/**
 * Yields the frames of a clip from the visitor's own files, at the product's cadence.
 *
 * @throws {Error} if they cannot be read or decoded; the message is for a person
 */
export async function* fileFrames(
  { kind, sources, start, end }: Pick<Row, 'kind' | 'sources' | 'start' | 'end'>,
  options: FileFramesOptions,
): AsyncGenerator<ClipFrame, void, void> {
  const { cadence, pictureInterval: interval, onProgress } = options;
  if (kind === 'pictures') {
    const pictures = sources.slice(start ?? 0, (end ?? Infinity) + 1);
    const count = pictures.length;
    yield* pictureFrames({ count, interval, cadence }, async (number) => {
      onProgress(number / count);
      return readable(pictures[number]);
    });
    return;
  }
  const url = URL.createObjectURL(await readable(sources[0]));
  try {
    yield* videoFrames(
      url,
      { ...(start !== undefined && { start }), ...(end !== undefined && { end }) },
      cadence,
      onProgress,
    );
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${message} ${HINT}`, { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Checks a file, which may have been moved, changed or closed to us since it was given. */
async function readable(file: File | undefined): Promise<File> {
  if (!file) throw new Error('The file is missing.');
  if (file.size === 0) throw new Error('The file is empty.');
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (cause) {
    const message = 'The file can no longer be read: see whether it was moved or changed, and add it again.';
    throw new Error(message, { cause });
  }
  return file;
}
