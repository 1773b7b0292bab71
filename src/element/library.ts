import type * as depthproof from '../index';
import { DepthproofError, type ErrorCode } from '../errors';
import type { LivenessEvent } from '../session/events';
import { within } from '../timeout';
import type { Settings } from './attributes';

/** Milliseconds. The file has a few kilobytes, and `import` reports no progress before all of it is there. */
const LONGEST_WAIT = 60_000;

/** The page's side of the engine, loaded only when a check is about to start. A failed load can be tried again. */
let library: Promise<typeof depthproof> | undefined;

/** @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT` */
export function loadLibrary(): Promise<typeof depthproof> {
  const missing = (cause: unknown): never => {
    throw new DepthproofError('ASSET_MISSING', 'index.js could not be loaded. Deploy all files.', { cause });
  };
  const late = () => new DepthproofError('ASSET_TIMEOUT', 'index.js did not arrive. Check the network.');
  library ??= within(LONGEST_WAIT, import('../index').catch(missing), late).catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}

/** Runs a check on the camera that the person chose last, shown in `preview`. Yields its events until it ends. */
export async function* runLiveness(
  preview: HTMLVideoElement,
  { assets, backend, maxWindows }: Pick<Settings, 'assets' | 'backend' | 'maxWindows'>,
  signal: AbortSignal,
): AsyncGenerator<LivenessEvent, void> {
  const { createLiveness, rememberedCamera } = await loadLibrary();
  signal.throwIfAborted();
  const source = { camera: { deviceId: rememberedCamera() } };
  yield* await createLiveness({ source, preview, assets, backend, maxWindows, signal });
}

/**
 * Returns the code of an error, and `ENGINE_FAILED` for errors that have none. Compares names, since the library's file
 * has its own copy of the class.
 */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof Error && error.name === 'DepthproofError') return (error as DepthproofError).code;
  return 'ENGINE_FAILED';
}
