import type * as depthproof from '../index';
import type { DepthproofError, ErrorCode } from '../errors';
import type { LivenessEvent } from '../liveness/events';
import type { Settings } from './attributes';

/** The engine's page side comes only when a check is near. A failed load may be tried again. */
let library: Promise<typeof depthproof> | undefined;

export function loadLibrary(): Promise<typeof depthproof> {
  library ??= import('../index').catch((error: unknown) => {
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

/** The engine's own errors carry a code; a library that does not arrive is a missing asset. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof Error && error.name === 'DepthproofError') return (error as DepthproofError).code;
  return error instanceof TypeError ? 'ASSET_MISSING' : 'ENGINE_FAILED';
}
