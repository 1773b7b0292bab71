import type * as depthproof from '../index';
import { DepthproofError, type ErrorCode } from '../errors';
import type { LivenessEvent } from '../session/events';
import { within } from '../timeout';
import type { Settings } from './attributes';

/** Milliseconds: it is a few kilobytes, of whose arrival nothing is heard before they are there. */
const LONGEST_WAIT = 60_000;

/** The engine's page side comes only when a check is near. A failed load may be tried again. */
let library: Promise<typeof depthproof> | undefined;

/** @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT` */
export function loadLibrary(): Promise<typeof depthproof> {
  const absent = (cause: unknown): never => {
    throw new DepthproofError('ASSET_MISSING', 'index.js could not be loaded. Deploy all files.', { cause });
  };
  const late = () => new DepthproofError('ASSET_TIMEOUT', 'index.js did not arrive. Check the network.');
  library ??= within(LONGEST_WAIT, import('../index').catch(absent), late).catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}

/** Opens the camera that the person chose last, shows it in `preview` and looks, until the end or `signal`. */
export async function* look(
  preview: HTMLVideoElement,
  { assets, backend }: Pick<Settings, 'assets' | 'backend'>,
  signal: AbortSignal,
): AsyncGenerator<LivenessEvent, void> {
  const { createLiveness, rememberedCamera } = await loadLibrary();
  signal.throwIfAborted();
  const source = { camera: { deviceId: rememberedCamera() } };
  yield* await createLiveness({ source, preview, assets, backend, signal });
}

/** Known by name: the library's file has a class of its own. What carries no code is a fault of the engine. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof Error && error.name === 'DepthproofError') return (error as DepthproofError).code;
  return 'ENGINE_FAILED';
}
