import type { BackendName } from '../backends/backend';
import { DepthproofError } from '../errors';
import { defaultLimits } from '../session/session';

/**
 * What a check is given. Its three limits of time are no exact ends: a window that is being scored when `decisionTimeout`
 * or `sessionTimeout` has passed is waited for, for up to 60 s since its scoring began. And all three start anew when the
 * page comes back from being hidden or asleep, when a lost backend is replaced and, with `continuous`, after a verdict.
 */
export interface LivenessOptions {
  /**
   * Where frames come from: the person's camera (default; opened and stopped by us), or a `<video>` element that the
   * caller has loaded with a clip (played by us).
   */
  source?: { camera: CameraChoice } | { video: HTMLVideoElement } | undefined;
  /** Where the camera's picture is shown. Mirror it by CSS only; the network never sees a mirrored frame. */
  preview?: HTMLVideoElement | undefined;
  /** Folder that holds `depthproof-worker.js`, `backends/` and `assets/`; default: the folder of this module. */
  assets?: string | URL | undefined;
  /** Forces one backend instead of the fastest that proves itself. */
  backend?: BackendName | undefined;
  /** Goes on after a verdict and starts the next decision; default false. */
  continuous?: boolean | undefined;
  /** Milliseconds without any face after which the session ends with `NO_FACE`; default 10 000. */
  noFaceTimeout?: number | undefined;
  /** Milliseconds from the first good frame after which the verdict is `inconclusive`; default 4000. */
  decisionTimeout?: number | undefined;
  /** Milliseconds from the start after which the verdict is `inconclusive`, whatever is open; default 60 000. */
  sessionTimeout?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** A preference, never a demand: a camera that is gone must not break the login. */
export interface CameraChoice {
  deviceId?: string | undefined;
}

const BACKENDS = ['webgpu', 'webgl', 'wasm'];

/** Defaults filled in and checked. Throws `INVALID_OPTION`, `INSECURE_CONTEXT` or `UNSUPPORTED_BROWSER`. */
export function checkOptions(options: LivenessOptions): {
  base: URL;
  limits: { noFace: number; decision: number; session: number };
} {
  if (!isSecureContext) {
    throw new DepthproofError(
      'INSECURE_CONTEXT',
      'Browsers give camera and cryptography to secure pages only. Serve this page over https (or from localhost).',
    );
  }
  const missing = ['Worker', 'OffscreenCanvas', 'createImageBitmap', 'WebAssembly'].filter(
    (api) => !(api in globalThis),
  );
  if (missing.length > 0) {
    throw new DepthproofError(
      'UNSUPPORTED_BROWSER',
      `This browser lacks ${missing.join(', ')}. Offer the person another way to log in, or a current browser.`,
    );
  }
  if (options.backend !== undefined && !BACKENDS.includes(options.backend)) {
    throw invalid('backend', `one of ${BACKENDS.join(', ')}`);
  }
  if (options.source && 'video' in options.source && !(options.source.video instanceof HTMLVideoElement)) {
    throw invalid('source.video', 'a <video> element');
  }
  if (options.preview !== undefined && !(options.preview instanceof HTMLVideoElement)) {
    throw invalid('preview', 'a <video> element');
  }
  return {
    base: baseOf(options.assets),
    limits: {
      noFace: duration('noFaceTimeout', options.noFaceTimeout, defaultLimits.noFace),
      decision: duration('decisionTimeout', options.decisionTimeout, defaultLimits.decision),
      session: duration('sessionTimeout', options.sessionTimeout, defaultLimits.session),
    },
  };
}

function baseOf(assets: string | URL | undefined): URL {
  try {
    if (assets === undefined) return new URL('.', import.meta.url);
    const url = new URL(assets, document.baseURI);
    if (!url.pathname.endsWith('/')) url.pathname += '/';
    // Throws where nothing can lie below, as with `data:` and `mailto:`.
    return new URL('.', url);
  } catch (cause) {
    throw invalid('assets', 'the address of a folder', cause);
  }
}

function duration(name: string, value: number | undefined, fallback: number): number {
  const milliseconds = value ?? fallback;
  if (!(milliseconds > 0)) throw invalid(name, 'a number of milliseconds above 0');
  return milliseconds;
}

function invalid(name: string, expected: string, cause?: unknown): DepthproofError {
  return new DepthproofError('INVALID_OPTION', `The option ${name} must be ${expected}.`, { cause });
}
