import { DepthproofError } from '../errors';
import { within } from '../within';
import type { Backend } from './backend';
import type { BackendName, BackendReport, SelfTest } from './report';

export interface Choice {
  backend: Backend;
  report: BackendReport;
}

/** Fastest first on a machine with a GPU. */
const ORDER: readonly BackendName[] = ['webgpu', 'webgl', 'wasm'];
/** Milliseconds to open a backend, and to run its self-test; a CPU playing the GPU takes its time when forced. */
const OPEN_LIMIT = 15_000;
const TEST_LIMIT = 15_000;
const FORCED_TEST_LIMIT = 180_000;

/**
 * Opens the first backend that is there, is not a CPU playing the GPU, and gives PyTorch's answers, which `prove` finds
 * out on the backend just opened. With `forced` only that one is tried, software or not. Throws BACKEND_UNAVAILABLE with
 * the reasons if none is left.
 */
export async function chooseBackend(
  prove: () => Promise<SelfTest>,
  wasmBinary: () => Promise<Uint8Array<ArrayBuffer>>,
  forced?: BackendName,
): Promise<Choice> {
  const skipped: BackendReport['skipped'] = [];
  for (const name of forced ? [forced] : ORDER) {
    let backend: Backend | undefined;
    const late = new AbortController();
    try {
      // Asked for before the clock runs: fetching has limits and errors of its own.
      const binary = name === 'wasm' ? await wasmBinary() : undefined;
      backend = await within(
        OPEN_LIMIT,
        open(name, binary, late.signal),
        () => new Error('it did not open in time'),
      );
      if (backend.software && name !== 'wasm' && !forced) {
        throw new Error(`${backend.adapter ?? 'its adapter'} is a CPU playing the GPU; WASM is faster`);
      }
      const result = await within(
        forced ? FORCED_TEST_LIMIT : TEST_LIMIT,
        prove(),
        () => new Error('its self-test did not end in time'),
      );
      if (!result.passed) throw new Error(`its numbers are wrong: ${describe(result)}`);
      return { backend, report: reportOf(backend, result, skipped) };
    } catch (error) {
      // One that still opens must not take the place of the next.
      late.abort(error);
      backend?.close();
      if (error instanceof DepthproofError) throw error;
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new DepthproofError(
    'BACKEND_UNAVAILABLE',
    forced
      ? `The forced backend cannot be used (${reasons}). Leave out the backend option to use what works here.`
      : `No backend works in this browser (${reasons}). Offer the person another way to log in.`,
  );
}

/** Each backend is a file of its own beside the worker, so that a browser loads only what it tries. */
async function open(
  name: BackendName,
  wasmBinary: Uint8Array<ArrayBuffer> | undefined,
  late: AbortSignal,
): Promise<Backend> {
  if (name === 'webgpu') return (await arrived(import('./webgpu'))).openWebGpu(late);
  if (name === 'webgl') return (await arrived(import('./webgl'))).openWebGl();
  if (!wasmBinary) throw new Error('there is no WASM binary');
  return (await arrived(import('./wasm'))).openWasm(wasmBinary, late);
}

async function arrived<T>(file: Promise<T>): Promise<T> {
  try {
    return await file;
  } catch (cause) {
    throw new DepthproofError(
      'ASSET_MISSING',
      `${cause instanceof Error ? cause.message : String(cause)}. Deploy the folder backends beside depthproof-worker.js.`,
      { cause },
    );
  }
}

function reportOf(backend: Backend, test: SelfTest, skipped: BackendReport['skipped']): BackendReport {
  const { name, adapter, software } = backend;
  return { name, adapter, software, selfTest: test, skipped };
}

function describe({ relativeL2, scoreDifference }: SelfTest): string {
  return `relative L2 ${relativeL2.toExponential(1)}, score off by ${scoreDifference.toFixed(3)}`;
}
