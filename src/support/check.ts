/** What a browser must have, by the name under which it is reported. */
export type SupportTest =
  'secure-context' | 'camera' | 'worker' | 'offscreen-canvas' | 'webgl2' | 'wasm' | 'wasm-simd' | 'crypto';

export interface Support {
  /** Whether a check can be started here. It may still fail for what only trying can show, such as a broken camera. */
  supported: boolean;
  /** Camera permission: `null` means that nobody was asked yet, or that the browser does not say. */
  granted: boolean | null;
  /** Each requirement; `null` where it could not be tested. */
  tests: Record<SupportTest, boolean | null>;
}

/** A function that adds vectors: it compiles only where WASM has SIMD, without which the engine does not run. */
const simd = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

/** The requirements that can be tested at once, without asking anybody for anything. */
export function tests(): Record<SupportTest, boolean | null> {
  const scope = globalThis as Partial<typeof globalThis>;
  // `navigator` is there in Node too, cameras are not.
  const devices = scope.navigator?.mediaDevices;
  return {
    'secure-context': scope.isSecureContext ?? false,
    camera: typeof devices?.getUserMedia === 'function',
    worker: 'Worker' in scope,
    'offscreen-canvas': 'OffscreenCanvas' in scope && 'createImageBitmap' in scope,
    webgl2: webgl2(),
    wasm: 'WebAssembly' in scope,
    'wasm-simd': simdWorks(),
    crypto: scope.crypto !== undefined && 'subtle' in scope.crypto,
  };
}

/** Names of the requirements that this browser lacks. */
export function missing(): SupportTest[] {
  const found = tests();
  return (Object.keys(found) as SupportTest[]).filter((name) => found[name] === false);
}

/** Looks without asking: no prompt, no camera light, nothing loaded. */
export async function support(): Promise<Support> {
  return { supported: missing().length === 0, granted: await granted(), tests: tests() };
}

let webgl2Works: boolean | null | undefined;

/**
 * The face detector reads its images through WebGL 2, which browsers may keep back where there is no GPU. A page gets it
 * where its worker does. Tried once, as it takes some milliseconds; `null` where something on the page forbids trying.
 */
function webgl2(): boolean | null {
  if (!('OffscreenCanvas' in globalThis)) return false;
  if (webgl2Works !== undefined) return webgl2Works;
  try {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
    webgl2Works = gl !== null;
  } catch {
    webgl2Works = null;
  }
  return webgl2Works;
}

/** A policy against WASM in pages leaves the worker, where the engine is, out: such a page is `null`, not `false`. */
function simdWorks(): boolean | null {
  try {
    return WebAssembly.validate(simd);
  } catch {
    return null;
  }
}

async function granted(): Promise<boolean | null> {
  try {
    const { state } = await navigator.permissions.query({ name: 'camera' });
    return state === 'prompt' ? null : state === 'granted';
  } catch {
    // Firefox before 132 does not know the name, and Node knows no permissions.
    return null;
  }
}
