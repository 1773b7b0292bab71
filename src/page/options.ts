import type { BackendName } from '../backends/backend';
import type { PushedFrame } from '../camera/frames';
import type { EvidenceSession } from '../evidence/session';
import { DepthproofError } from '../errors';
import { defaultLimits, type Limits } from '../session/session';

/**
 * Options of a check. Its limits are not exact: when `sessionTimeout` has passed, the check still waits for a window that
 * is being scored, up to 60 s from the start of its scoring. All limits start anew when the page comes back from being
 * hidden or asleep, when a lost backend is replaced and, with `continuous`, after a verdict.
 */
export interface LivenessOptions {
  /**
   * Source of the frames: the person's camera (default), which the check opens and stops; a stream that the caller has
   * opened and stops; a `<video>` element that the caller has loaded with a clip, which the check plays; or frames that
   * the caller pushes, from a canvas or from an app around the page.
   */
  source?:
    | { camera: CameraChoice }
    | { stream: MediaStream }
    | { video: HTMLVideoElement }
    | { frames: AsyncIterable<PushedFrame> }
    | undefined;
  /** Element that shows the camera's picture. Mirror it by CSS, and leave the frames as the camera gives them. */
  preview?: HTMLVideoElement | undefined;
  /**
   * Called when the browser holds back the picture until the person touches the page, as phones do in low power mode: ask
   * for a touch. The check goes on at the next touch or key.
   */
  onPlayRefused?: (() => void) | undefined;
  /** Folder that holds `depthproof-worker.js`, `backends/` and `assets/`; default: the folder of this module. */
  assets?: string | URL | undefined;
  /** Forces one backend; default: the first of WebGPU, WebGL and WASM that passes its self-test and keeps up. */
  backend?: BackendName | undefined;
  /** Starts another decision after a verdict instead of ending; default false. */
  continuous?: boolean | undefined;
  /** Seconds without any face after which the session ends with `NO_FACE`; default 10. */
  noFaceTimeout?: number | undefined;
  /**
   * Scored windows after which the verdict is `inconclusive`; default 8, about 4 s on a device that keeps up. They are
   * counted instead of seconds so that a slow device judges as well as a fast one.
   */
  maxWindows?: number | undefined;
  /** Seconds from the start after which the verdict is `inconclusive` in any case; default 60. */
  sessionTimeout?: number | undefined;
  /**
   * A session of the site's server, which scores a live check again (docs/server.md): its verdict then has a `response` with
   * the pictures of one window. Tell the person so before. Not with `continuous`.
   */
  session?: EvidenceSession | undefined;
  signal?: AbortSignal | undefined;
}

/** A preference, unless `exact`: the login must work even if that camera is gone. */
export interface CameraChoice {
  deviceId?: string | undefined;
  /** Opens no other camera in its place: the person has just chosen this one. */
  exact?: boolean | undefined;
}

const BACKENDS = ['webgpu', 'webgl', 'wasm'];
const SOURCES = ['camera', 'stream', 'video', 'frames'];

/**
 * Checks the browser and the options, and fills in defaults. Returns the absolute URL of the folder of the assets, and
 * the limits.
 *
 * @throws {DepthproofError} `INVALID_OPTION`, `INSECURE_CONTEXT`, `SANDBOXED` or `UNSUPPORTED_BROWSER`
 */
export function checkOptions(options: LivenessOptions): { base: URL; limits: Limits } {
  // A test runner's DOM may lack it.
  if (!(globalThis as Partial<typeof globalThis>).isSecureContext) {
    throw new DepthproofError(
      'INSECURE_CONTEXT',
      'Browsers give camera and cryptography to secure pages only. Serve this page over https (or from localhost).',
    );
  }
  if (globalThis.origin === 'null') {
    throw new DepthproofError(
      'SANDBOXED',
      'This page has no origin, so that worker and files are kept from it. In an iframe: add allow-same-origin to its sandbox, and allow="camera". Opened as a file: serve it from localhost.',
    );
  }
  const missing = ['Worker', 'OffscreenCanvas', 'createImageBitmap', 'WebAssembly'].filter(
    (api) => !(api in globalThis),
  );
  if (missing.length > 0) {
    throw new DepthproofError(
      'UNSUPPORTED_BROWSER',
      `This browser lacks ${missing.join(', ')}. Offer the person another way to sign in, or a current browser.`,
    );
  }
  if (options.backend !== undefined && !BACKENDS.includes(options.backend)) {
    throw invalid('backend', `one of ${BACKENDS.join(', ')}`);
  }
  const { source, preview } = options;
  if (source && !SOURCES.some((kind) => has(source, kind)))
    throw invalid('source', `an object with one of ${SOURCES.join(', ')}`);
  if (source && 'video' in source && !isVideo(source.video))
    throw invalid('source.video', 'a <video> element');
  if (source && 'stream' in source && !has(source.stream, 'getVideoTracks'))
    throw invalid('source.stream', 'a MediaStream');
  if (source && 'frames' in source && !has(source.frames, Symbol.asyncIterator))
    throw invalid('source.frames', 'an async iterable of frames');
  if (preview !== undefined && !isVideo(preview)) throw invalid('preview', 'a <video> element');
  return {
    base: baseOf(options.assets),
    limits: {
      noFace: duration('noFaceTimeout', options.noFaceTimeout, defaultLimits.noFace),
      windows: count('maxWindows', options.maxWindows, defaultLimits.windows),
      session: duration('sessionTimeout', options.sessionTimeout, defaultLimits.session),
    },
  };
}

/** Whether a value, which may be of any kind, has this member. */
function has(value: unknown, member: PropertyKey): boolean {
  return member in (Object(value) as object);
}

/** Goes by the name, since a video of another document, as of a frame, is of another class. */
function isVideo(value: unknown): boolean {
  const { localName, nodeType } = (value ?? {}) as Partial<Element>;
  return nodeType === 1 && localName === 'video';
}

/** Folder of this module. Not by `new URL('.', import.meta.url)`, which bundlers take for a file to bundle. */
const here = import.meta.url.replace(/[^/]*$/, '');

function baseOf(assets: string | URL | undefined): URL {
  if (assets === undefined && here.startsWith('file:') && document.baseURI.startsWith('http')) {
    throw invalid(
      'assets',
      'given here, since a bundler took this module out of its folder: the address of the folder that `npx depthproof assets` wrote',
    );
  }
  try {
    if (assets === undefined) return new URL('.', here);
    const url = new URL(assets, document.baseURI);
    if (!url.pathname.endsWith('/')) url.pathname += '/';
    // Throws for addresses that can have no files below them, such as `data:` and `mailto:`.
    return new URL('.', url);
  } catch (cause) {
    throw invalid('assets', 'the address of a folder', cause);
  }
}

/** Returns milliseconds. */
function duration(name: string, seconds: number | undefined, fallback: number): number {
  if (seconds === undefined) return fallback;
  if (!Number.isFinite(seconds) || seconds <= 0) throw invalid(name, 'a number of seconds above 0');
  return 1000 * seconds;
}

function count(name: string, value: number | undefined, fallback: number): number {
  const number = value ?? fallback;
  if (!(Number.isInteger(number) && number > 0)) throw invalid(name, 'a whole number above 0');
  return number;
}

function invalid(name: string, expected: string, cause?: unknown): DepthproofError {
  return new DepthproofError('INVALID_OPTION', `The option ${name} must be ${expected}.`, { cause });
}
