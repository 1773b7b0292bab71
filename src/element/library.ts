import type * as depthproof from '../index';
import { DepthproofError, isDepthproofError, type ErrorCode } from '../errors';
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

export interface Run {
  preview: HTMLVideoElement;
  settings: Settings;
  /** The camera that the person has just chosen; without one, the camera that was chosen last is only preferred. */
  chosen: string | undefined;
  onPlayRefused: () => void;
  signal: AbortSignal;
}

/** Runs a check, shown in `preview`. Yields its events until it ends. */
export async function* runLiveness({
  preview,
  settings: { assets, backend, noFaceTimeout, decisionTimeout, sessionTimeout },
  chosen,
  onPlayRefused,
  signal,
}: Run): AsyncGenerator<LivenessEvent, void> {
  const { createLiveness, rememberedCamera } = await loadLibrary();
  signal.throwIfAborted();
  yield* await createLiveness({
    source: { camera: { deviceId: chosen ?? rememberedCamera(), exact: chosen !== undefined } },
    preview,
    onPlayRefused,
    assets,
    backend,
    noFaceTimeout: milliseconds(noFaceTimeout),
    decisionTimeout: milliseconds(decisionTimeout),
    sessionTimeout: milliseconds(sessionTimeout),
    signal,
  });
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

/** Returns the code of an error, and `ENGINE_FAILED` for errors that have none. */
export function errorCodeOf(error: unknown): ErrorCode {
  return isDepthproofError(error) ? error.code : 'ENGINE_FAILED';
}
