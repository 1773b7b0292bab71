import { DepthproofError } from '../errors';
import { within } from '../timeout';
import type { Backend } from './backend';
import { select } from './register';
import type { BackendName, BackendReport, SelfTest } from './report';
import type { Variant } from './webgpu/variant';

/** What a backend showed; how our own kernels or programs are compiled, where they run. */
export interface Proof extends Partial<Variant> {
  selfTest: SelfTest;
  /** Milliseconds of a frame, from a short trial. */
  frameMilliseconds: number;
}

export interface Choice<P extends Proof> {
  backend: Backend;
  proof: P;
  report: BackendReport;
}

/** Fastest first on a machine with a GPU. */
const ORDER: readonly BackendName[] = ['webgpu', 'webgl', 'wasm'];

/** Milliseconds for a backend's file to arrive. */
const LOAD_LIMIT = 30_000;

/** Milliseconds to open a backend, and to prove it; a CPU playing the GPU takes its time when forced. */
const OPEN_LIMIT = 15_000;
const PROOF_LIMIT = 15_000;
const FORCED_PROOF_LIMIT = 180_000;
/** Milliseconds of it that are no time to look for something better than what is proved already. */
const RESERVE = 2000;

/** Finds out what a backend shows; from `deadline` on, by `performance.now()`, what is proved has to do. */
export type Prove<P extends Proof> = (backend: Backend, deadline: number) => Promise<P>;

/** Fetches what a backend of this name is proved with. */
export type Prover<P extends Proof> = (name: BackendName) => Promise<Prove<P>>;

interface Proven<P extends Proof> {
  backend: Backend;
  proof: P;
}

/**
 * Opens the first backend that is there, is not a CPU playing the GPU, gives PyTorch's answers and takes at most
 * `patience` milliseconds a frame, all of which `prover`'s function finds out on the backend just opened; where none is
 * that fast, the fastest. With `forced` only that one is tried, software and slow or not. What was chosen earlier on this
 * page, `remembered`, is tried first and kept if it still gives the right answers. Throws BACKEND_UNAVAILABLE with the
 * reasons if none is left, and ASSET_* where a file does not arrive before one has proved itself.
 */
export async function chooseBackend<P extends Proof>(
  prover: Prover<P>,
  wasmBinary: () => Promise<Uint8Array<ArrayBuffer>>,
  patience: number,
  forced?: BackendName,
  remembered?: BackendReport,
): Promise<Choice<P>> {
  const skipped: BackendReport['skipped'] = [];
  let fastest: Proven<P> | undefined;
  for (const name of forced ? [forced] : inOrder(remembered?.name)) {
    let proven: Proven<P>;
    try {
      proven = await attempt(name, prover, wasmBinary, forced !== undefined);
    } catch (error) {
      // A file that does not arrive is for the site to mend, unless something slower has proved itself already.
      if (error instanceof DepthproofError && !fastest) throw error;
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
      continue;
    }
    const { frameMilliseconds: time } = proven.proof;
    const faster = !fastest || time < fastest.proof.frameMilliseconds;
    if (faster) {
      fastest?.backend.close();
      fastest = proven;
    } else proven.backend.close();
    if (name === remembered?.name) skipped.push(...remembered.skipped);
    if (forced || name === remembered?.name || time <= patience) break;
    skipped.push({ name, reason: `a frame takes it ${time.toFixed(0)} ms` });
  }
  if (!fastest) throw unavailable(skipped, forced);
  const { backend, proof } = fastest;
  // One that was tried later and turned out slower has taken its place.
  await select(backend.name);
  const others = skipped.filter(({ name }) => name !== backend.name);
  return { backend, proof, report: reportOf(backend, proof, others) };
}

function inOrder(first: BackendName | undefined): readonly BackendName[] {
  return first ? [first, ...ORDER.filter((name) => name !== first)] : ORDER;
}

/** Rejects with an Error that says why this backend cannot be used. */
async function attempt<P extends Proof>(
  name: BackendName,
  prover: Prover<P>,
  wasmBinary: () => Promise<Uint8Array<ArrayBuffer>>,
  forced: boolean,
): Promise<Proven<P>> {
  let backend: Backend | undefined;
  const late = new AbortController();
  try {
    // Fetched before the clock runs: a slow network is not a slow adapter, and has limits and errors of its own.
    const [open, prove] = await Promise.all([opener(name, wasmBinary), arrived(prover(name))]);
    backend = await within(OPEN_LIMIT, open(late.signal), () => new Error('it did not open in time'));
    if (backend.software && name !== 'wasm' && !forced) {
      throw new Error(`${backend.adapter ?? 'its adapter'} is a CPU playing the GPU; WASM is faster`);
    }
    const limit = forced ? FORCED_PROOF_LIMIT : PROOF_LIMIT;
    // TensorFlow.js waits for ever for what a lost WebGL context was to compute.
    const lost = backend.lost.then((what): never => {
      throw new Error(what);
    });
    const proof = await within(
      limit,
      Promise.race([prove(backend, performance.now() + limit - RESERVE), lost]),
      () => new Error('its self-test did not end in time'),
    );
    if (!proof.selfTest.passed) throw new Error(`its numbers are wrong: ${describe(proof.selfTest)}`);
    return { backend, proof };
  } catch (error) {
    // One that still opens must not take the place of the next.
    late.abort(error);
    backend?.close();
    throw error;
  }
}

/** Each backend is a file of its own beside the worker, so that a browser loads only what it tries. */
async function opener(
  name: BackendName,
  wasmBinary: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<(late: AbortSignal) => Promise<Backend>> {
  if (name === 'webgpu') return (await arrived(import('./webgpu'))).openWebGpu;
  if (name === 'webgl') return (await arrived(import('./webgl'))).openWebGl;
  const [{ openWasm }, binary] = await Promise.all([arrived(import('./wasm')), wasmBinary()]);
  return (late) => openWasm(binary, late);
}

async function arrived<T>(file: Promise<T>): Promise<T> {
  try {
    return await within(LOAD_LIMIT, file, late);
  } catch (cause) {
    if (cause instanceof DepthproofError) throw cause;
    throw new DepthproofError(
      'ASSET_MISSING',
      `${cause instanceof Error ? cause.message : String(cause)}. Deploy the folder backends beside depthproof-worker.js.`,
      { cause },
    );
  }
}

function late(): DepthproofError {
  return new DepthproofError(
    'ASSET_TIMEOUT',
    `The file of a backend did not arrive within ${String(LOAD_LIMIT / 1000)} s. Check the network, or host the files nearer.`,
  );
}

function unavailable(skipped: BackendReport['skipped'], forced: BackendName | undefined): DepthproofError {
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return new DepthproofError(
    'BACKEND_UNAVAILABLE',
    forced
      ? `The forced backend cannot be used (${reasons}). Leave out the backend option to use what works here.`
      : `No backend works in this browser (${reasons}). Offer the person another way to log in.`,
  );
}

function reportOf(
  { name, adapter, software }: Backend,
  { selfTest, frameMilliseconds, scalar, tile }: Proof,
  skipped: BackendReport['skipped'],
): BackendReport {
  return { name, adapter, software, scalar, tile, selfTest, frameMilliseconds, skipped };
}

function describe({ relativeL2, scoreDifference }: SelfTest): string {
  return `relative L2 ${relativeL2.toExponential(1)}, score off by ${scoreDifference.toFixed(3)}`;
}
