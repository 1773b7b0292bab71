import type * as depthproof from '../index';
import type { EvidenceSession } from '../evidence/session';
import { arrived } from '../arrived';
import { isDepthproofError, type ErrorCode } from '../errors';
import type { LivenessEvent } from '../session/events';
import type { Settings } from './attributes';

/** The page's side of the engine, loaded only when a check is about to start. A failed load can be tried again. */
let library: Promise<typeof depthproof> | undefined;

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
export async function* runLiveness({ settings, chosen, ...run }: Run): AsyncGenerator<LivenessEvent, void> {
  const { createLiveness, rememberedCamera } = await loadLibrary();
  run.signal.throwIfAborted();
  const camera = { deviceId: chosen ?? rememberedCamera(), exact: chosen !== undefined };
  yield* await createLiveness({ ...settings, ...run, source: { camera } });
}

/** Returns the code of an error, and `ENGINE_FAILED` for errors that have none. */
export function errorCodeOf(error: unknown): ErrorCode {
  return isDepthproofError(error) ? error.code : 'ENGINE_FAILED';
}
