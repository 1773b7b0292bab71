/** Requirements on a browser. */
export type SupportTest =
  | 'secure-context'
  | 'camera'
  | 'worker'
  | 'offscreen-canvas'
  | 'webgl2'
  | 'readback'
  | 'wasm'
  | 'wasm-simd'
  | 'crypto';

export interface Support {
  /** Whether a check can be started here. It may still fail, for instance because the camera is broken. */
  supported: boolean;
  /** Camera permission; `null` if the person was not asked yet, or if the browser does not tell. */
  granted: boolean | null;
  /** Each requirement; `null` where it could not be tested. */
  tests: Record<SupportTest, boolean | null>;
}

/** A function that adds vectors. It compiles only if WASM has SIMD, which the engine needs. */
const simd = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

/** Tests the requirements, at once and without any prompt; `null` where a requirement could not be tested. */
export function tests(): Record<SupportTest, boolean | null> {
  const scope = globalThis as Partial<typeof globalThis>;
  // Node has `navigator`, too, but no cameras.
  const devices = scope.navigator?.mediaDevices;
  return {
    'secure-context': scope.isSecureContext ?? false,
    camera: typeof devices?.getUserMedia === 'function',
    worker: 'Worker' in scope,
    'offscreen-canvas': 'OffscreenCanvas' in scope && 'createImageBitmap' in scope,
    webgl2: webgl2(),
    readback: readback(),
    wasm: 'WebAssembly' in scope,
    'wasm-simd': simdWorks(),
    crypto: scope.crypto !== undefined && 'subtle' in scope.crypto,
  };
}

/** Returns the requirements that this browser lacks. */
export function missing(): SupportTest[] {
  const found = tests();
  return (Object.keys(found) as SupportTest[]).filter((name) => found[name] === false);
}

/** Tests this browser without a prompt, a camera or a download. */
export async function support(): Promise<Support> {
  return { supported: missing().length === 0, granted: await granted(), tests: tests() };
}

/** A test that takes some milliseconds, so its answer is kept; `null` if something on the page forbids it. */
function once(test: () => boolean | null): () => boolean | null {
  let result: boolean | null | undefined;
  return () => {
    try {
      return (result ??= test());
    } catch {
      return null;
    }
  };
}

/**
 * The face detector reads its images through WebGL 2, which browsers may withhold without a GPU. A page has it if its
 * worker does.
 */
const webgl2 = once(() => {
  if (!('OffscreenCanvas' in globalThis)) return false;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null;
});

/**
 * Whether a canvas gives back what was drawn on it. Firefox with `privacy.resistFingerprinting` gives noise; other browsers
 * that protect against tracking change a value by little, which is no harm.
 */
const readback = once(() => {
  const [side, colour] = [16, [200, 50, 150, 255]];
  const context = new OffscreenCanvas(side, side).getContext('2d');
  if (!context) return null;
  context.fillStyle = `rgb(${colour.slice(0, 3).join(' ')})`;
  context.fillRect(0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  const errors = data.reduce((sum, value, index) => sum + Math.abs(value - (colour[index % 4] ?? 0)), 0);
  return errors / data.length < 4;
});

/** `null` where the page's policy forbids WASM, which says nothing about the worker, where the engine runs. */
const simdWorks = once(() => WebAssembly.validate(simd));

async function granted(): Promise<boolean | null> {
  try {
    const { state } = await navigator.permissions.query({ name: 'camera' });
    return state === 'prompt' ? null : state === 'granted';
  } catch {
    // Firefox before 132 does not know the name, and Node knows no permissions.
    return null;
  }
}
