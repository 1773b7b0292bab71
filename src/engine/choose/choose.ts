import { arrived } from '../../arrived';
import type { Backend, BackendName } from '../../backends/backend';
import { DepthproofError } from '../../errors';
import type { Model } from '../../model/manifest';
import type { Golden } from '../../network/golden';
import type { Network } from '../../network/network';
import type { BackendReport, SelfTest } from '../../session/backendReport';
import { within } from '../../timeout';
import { openFastest, type VerifiedNetwork } from './precision';

/** What a network is opened from and verified with. */
export interface NetworkFiles {
  model: Model;
  weights: ArrayBuffer;
  golden: Golden;
  /** TensorFlow.js' WASM runtime; fetched only where it is tried. */
  wasmBinary: () => Promise<Uint8Array<ArrayBuffer>>;
}

export interface Choice {
  backend: Backend;
  network: Network;
  report: BackendReport;
}

/** Fastest first on a machine with a GPU. */
const ORDER: readonly BackendName[] = ['webgpu', 'webgl', 'wasm'];

/** Milliseconds for a file of the folder backends to arrive. */
const LOAD_LIMIT = 30_000;
/** Milliseconds to open a backend, and to verify it; a software rasterizer takes its time when forced. */
const OPEN_LIMIT = 15_000;
const VERIFY_LIMIT = 15_000;
const FORCED_VERIFY_LIMIT = 180_000;
/** The last milliseconds of the limit, in which nothing faster is looked for any more. */
const RESERVE = 2000;

interface Verified extends VerifiedNetwork {
  backend: Backend;
}

/**
 * Opens the network on the first backend that is there, is no software rasterizer, gives PyTorch's answers and takes at
 * most one interval of the cadence a frame; where none is that fast, on the fastest. With `forced` only that one is tried,
 * software and slow or not. The earlier choice on this page, `remembered`, is tried first and kept if it still gives the
 * right answers.
 *
 * @throws {DepthproofError} `BACKEND_UNAVAILABLE` with the reasons if none is left, `ASSET_*` where a file does not arrive
 * before any backend has been verified
 */
export async function choose(
  files: NetworkFiles,
  forced?: BackendName,
  remembered?: BackendReport,
): Promise<Choice> {
  const frameBudget = files.model.cadence.intervalMilliseconds;
  const skipped: BackendReport['skipped'] = [];
  let fastest: Verified | undefined;
  for (const name of forced ? [forced] : orderFrom(remembered?.name)) {
    const again = name === remembered?.name;
    let verified: Verified;
    try {
      verified = await attempt(name, files, forced !== undefined, again ? remembered : undefined);
    } catch (error) {
      // A file that does not arrive is for the site to mend, unless something slower has been verified already.
      if (error instanceof DepthproofError && !fastest) throw error;
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
      continue;
    }
    const { frameMilliseconds: time } = verified;
    if (!fastest || time < fastest.frameMilliseconds) {
      fastest?.backend.close();
      fastest = verified;
    } else verified.backend.close();
    if (again) skipped.push(...remembered.skipped);
    if (forced || again || time <= frameBudget) break;
    skipped.push({ name, reason: `it takes ${time.toFixed(0)} ms for a frame` });
  }
  if (!fastest) throw unavailable(skipped, forced);
  const { backend, network, ...showed } = fastest;
  // A slower one that was tried after it has taken its place.
  await backend.select();
  const { name, adapter, software } = backend;
  const others = skipped.filter((other) => other.name !== name);
  return { backend, network, report: { name, adapter, software, ...showed, skipped: others } };
}

function orderFrom(first: BackendName | undefined): readonly BackendName[] {
  return first ? [first, ...ORDER.filter((name) => name !== first)] : ORDER;
}

/** @throws {Error} that says why this backend cannot be used */
async function attempt(
  name: BackendName,
  { model, weights, golden, wasmBinary }: NetworkFiles,
  forced: boolean,
  remembered: BackendReport | undefined,
): Promise<Verified> {
  let backend: Backend | undefined;
  const late = new AbortController();
  try {
    // Fetched before the clock runs: a slow line is no slow adapter, and has limits and errors of its own.
    const open = await opener(name, wasmBinary);
    backend = await within(OPEN_LIMIT, open(late.signal), () => new Error('it did not open in time'));
    if (backend.software && name !== 'wasm' && !forced) {
      throw new Error(`${backend.adapter ?? 'its adapter'} is a software rasterizer; WASM is faster`);
    }
    const limit = forced ? FORCED_VERIFY_LIMIT : VERIFY_LIMIT;
    // TensorFlow.js waits for ever for what a lost WebGL context was to compute.
    const lost = backend.lost.then((what): never => {
      throw new Error(what);
    });
    const deadline = performance.now() + limit - RESERVE;
    const opening = openFastest(backend, model, weights, golden, deadline, remembered?.precision);
    const verified = await within(
      limit,
      Promise.race([opening, lost]),
      () => new Error('its self-test did not end in time'),
    );
    if (!verified.selfTest.passed) throw new Error(`its numbers are wrong: ${describe(verified.selfTest)}`);
    return { backend, ...verified };
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
  wasmBinary: NetworkFiles['wasmBinary'],
): Promise<(late: AbortSignal) => Promise<Backend>> {
  if (name === 'webgpu') return (await backendFile(import('../../backends/webgpu/device'))).openWebGpu;
  if (name === 'webgl') return (await backendFile(import('../../backends/tfjs/webgl'))).openWebGl;
  const [{ openWasm }, binary] = await Promise.all([
    backendFile(import('../../backends/tfjs/wasm')),
    wasmBinary(),
  ]);
  return (late) => openWasm(binary, late);
}

/** @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT` where a file of the folder backends does not arrive */
export function backendFile<T>(loading: Promise<T>): Promise<T> {
  return arrived('A file of the folder backends', loading, LOAD_LIMIT);
}

function unavailable(skipped: BackendReport['skipped'], forced: BackendName | undefined): DepthproofError {
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return new DepthproofError(
    'BACKEND_UNAVAILABLE',
    forced
      ? `The forced backend cannot be used (${reasons}). Leave out the backend option to use what works here.`
      : `No backend works in this browser (${reasons}). Offer the person another way to sign in.`,
  );
}

function describe({ relativeL2, scoreDifference }: SelfTest): string {
  return `relative L2 ${relativeL2.toExponential(1)}, score off by ${scoreDifference.toFixed(3)}`;
}
