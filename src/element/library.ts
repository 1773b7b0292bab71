import type * as depthproof from '../index';
import type { EvidenceSession } from '../evidence/session';
import { DepthproofError, type ErrorCode } from '../errors';
import type { LivenessEvent } from '../session/events';
import { within } from '../timeout';
import type { Settings } from './attributes';

/** Milliseconds. The file has a few kilobytes, and `import` reports no progress before all of it is there. */
const LONGEST_WAIT = 60_000;

/** The page's side of the engine, loaded only when a check is about to start. A failed load can be tried again. */
let library: Promise<typeof depthproof> | undefined;

const missing =
  (file: string) =>
  (cause: unknown): never => {
    throw new DepthproofError('ASSET_MISSING', `${file} could not be loaded. Deploy all files.`, { cause });
  };

/** @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT` */
export function loadLibrary(): Promise<typeof depthproof> {
  const late = () => new DepthproofError('ASSET_TIMEOUT', 'index.js did not arrive. Check the network.');
  library ??= within(LONGEST_WAIT, import('../index').catch(missing('index.js')), late).catch(
    (error: unknown) => {
      library = undefined;
      throw error;
    },
  );
  return library;
}

/** Asks the site's server for a session. */
export async function openSession(
  url: string,
  { action, cdata }: Pick<Settings, 'action' | 'cdata'>,
  signal: AbortSignal,
): Promise<EvidenceSession> {
  const { openSession } = await import('../evidence/page').catch(missing('evidence.js'));
  return openSession(url, { action, cdata }, signal);
}

/** Runs a check on the camera that the person chose last, shown in `preview`. Yields its events until it ends. */
export async function* runLiveness(
  preview: HTMLVideoElement,
  { assets, backend, maxWindows }: Pick<Settings, 'assets' | 'backend' | 'maxWindows'>,
  session: EvidenceSession | undefined,
  signal: AbortSignal,
): AsyncGenerator<LivenessEvent, void> {
  const { createLiveness, rememberedCamera } = await loadLibrary();
  signal.throwIfAborted();
  const source = { camera: { deviceId: rememberedCamera() } };
  yield* await createLiveness({ source, preview, assets, backend, maxWindows, session, signal });
}

/**
 * Returns the code of an error, and `ENGINE_FAILED` for errors that have none. Compares names, since the library's file
 * has its own copy of the class.
 */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof Error && error.name === 'DepthproofError') return (error as DepthproofError).code;
  return 'ENGINE_FAILED';
}
