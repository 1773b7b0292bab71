import type * as depthproof from '../index';
import type { EvidenceSession } from '../evidence/session';
import { DepthproofError, isDepthproofError, type ErrorCode } from '../errors';
import type { LivenessEvent } from '../session/events';
import { within } from '../timeout';
import type { Settings } from './attributes';

/** Milliseconds. Each file has a few kilobytes, and `import` reports no progress before all of it is there. */
const LONGEST_WAIT = 60_000;

/** The page's side of the engine, loaded only when a check is about to start. A failed load can be tried again. */
let library: Promise<typeof depthproof> | undefined;

/** @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT` */
function arrived<T>(file: string, loading: Promise<T>): Promise<T> {
  const found = loading.catch((cause: unknown): never => {
    throw new DepthproofError('ASSET_MISSING', `${file} could not be loaded. Deploy all files.`, { cause });
  });
  const late = () => new DepthproofError('ASSET_TIMEOUT', `${file} did not arrive. Check the network.`);
  return within(LONGEST_WAIT, found, late);
}

/** @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT` */
export function loadLibrary(): Promise<typeof depthproof> {
  library ??= arrived('index.js', import('../index')).catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}

/** What only a check with a session needs. */
export const loadEvidence = () => arrived('evidence.js', import('../evidence/page'));

export interface Run {
  preview: HTMLVideoElement;
  settings: Settings;
  /** The camera that the person has just chosen; without one, the camera that was chosen last is only preferred. */
  chosen: string | undefined;
  /** What the site's server gave out for the check, which it then scores again. */
  session: EvidenceSession | undefined;
  onPlayRefused: () => void;
  signal: AbortSignal;
}

/** Runs a check, shown in `preview`. Yields its events until it ends. */
export async function* runLiveness({
  preview,
  settings: { assets, backend, noFaceTimeout, maxWindows, sessionTimeout },
  chosen,
  session,
  onPlayRefused,
  signal,
}: Run): AsyncGenerator<LivenessEvent, void> {
  const { createLiveness, rememberedCamera } = await loadLibrary();
  signal.throwIfAborted();
  yield* await createLiveness({
    source: { camera: { deviceId: chosen ?? rememberedCamera(), exact: chosen !== undefined } },
    preview,
    onPlayRefused,
    session,
    assets,
    backend,
    noFaceTimeout,
    maxWindows,
    sessionTimeout,
    signal,
  });
}

/** Returns the code of an error, and `ENGINE_FAILED` for errors that have none. */
export function errorCodeOf(error: unknown): ErrorCode {
  return isDepthproofError(error) ? error.code : 'ENGINE_FAILED';
}
