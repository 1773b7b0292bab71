import type * as depthproof from '../index';
import type { DepthproofError, ErrorCode } from '../errors';
import type { LivenessEvent } from '../liveness/events';
import { within } from '../within';
import type { Settings } from './attributes';

/** Milliseconds: it is a few kilobytes, of whose arrival nothing is heard before they are there. */
const LONGEST_WAIT = 60_000;

/** The engine's page side comes only when a check is near. A failed load may be tried again. */
let library: Promise<typeof depthproof> | undefined;

export function loadLibrary(): Promise<typeof depthproof> {
  const late = () => new DOMException('index.js did not arrive', 'TimeoutError');
  library ??= within(LONGEST_WAIT, import('../index'), late).catch((error: unknown) => {
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

/** The engine's own errors carry a code; a library that cannot be loaded is a missing asset. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof Error && error.name === 'DepthproofError') return (error as DepthproofError).code;
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'ASSET_TIMEOUT';
  return error instanceof TypeError ? 'ASSET_MISSING' : 'ENGINE_FAILED';
}
