import type { Backend, Precision } from '../../backends/backend';
import type { Model } from '../../model/manifest';
import type { Golden } from '../../network/golden';
import type { Network } from '../../network/network';
import type { SelfTest } from '../../session/backendReport';
import { within } from '../../timeout';
import { benchmarkFrame } from './benchmark';
import { verify } from './verify';

/** The network on one backend, with what it showed. */
export interface VerifiedNetwork {
  network: Network;
  precision: Precision | undefined;
  selfTest: SelfTest;
  /** Milliseconds of a frame. */
  frameMilliseconds: number;
}

/** Milliseconds for fp16 to compile and to be verified. */
const FP16_LIMIT = 5000;
/** Times that fp16 and fp32 are timed in turns: whichever ran first met a GPU that was colder. */
const ROUNDS = 2;
/** Largest share of fp32's time that fp16 may take: a smaller gain may be chance. */
const WORTH_IT = 0.9;

/**
 * Opens the network in the fastest precision that gives the right numbers. From `deadline` on, by `performance.now()`, it
 * looks for nothing faster. `known` is the precision that was fastest here before.
 *
 * @throws {Error} where the network runs in none
 */
export async function openFastest(
  backend: Backend,
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
  deadline: number,
  known?: Precision,
): Promise<VerifiedNetwork> {
  const open = async (precision: Precision | undefined, late?: AbortSignal): Promise<VerifiedNetwork> => {
    const network = await backend.network(model, weights, precision);
    try {
      late?.throwIfAborted();
      const selfTest = await verify(network, model, golden);
      late?.throwIfAborted();
      const frameMilliseconds = await benchmarkFrame(network);
      late?.throwIfAborted();
      return { network, precision, selfTest, frameMilliseconds };
    } catch (error) {
      network.dispose();
      throw error;
    }
  };
  const again = known && (await rightOrUndefined(open(known)));
  if (again) return again;
  const full = await open(backend.precisions[0]);
  const left = deadline - performance.now();
  if (left <= 0 || !backend.precisions.includes('fp16')) return full;
  // A driver that cannot compile fp16, or not in time, loses nothing but that.
  const half = await rightOrUndefined(inTime(Math.min(FP16_LIMIT, left), (late) => open('fp16', late)));
  return half ? betterOf(full, half, deadline) : full;
}

/** `undefined`, and nothing left of it, where it does not open or gives wrong numbers. */
async function rightOrUndefined(opening: Promise<VerifiedNetwork>): Promise<VerifiedNetwork | undefined> {
  const opened = await opening.catch(() => undefined);
  if (opened?.selfTest.passed) return opened;
  opened?.network.dispose();
  return undefined;
}

/** Rejects after this many milliseconds; then its signal aborts, and `work` has to stop and leave nothing behind. */
async function inTime<T>(milliseconds: number, work: (late: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  try {
    return await within(milliseconds, work(ending.signal), () => new Error('it took too long'));
  } finally {
    ending.abort();
  }
}

/** Takes fp16, which gives the right numbers, where fp32 does not or where fp16 is clearly faster; disposes the other. */
async function betterOf(
  full: VerifiedNetwork,
  half: VerifiedNetwork,
  deadline: number,
): Promise<VerifiedNetwork> {
  const better = !full.selfTest.passed || (await clearlyFaster(half, full, deadline));
  const [kept, other] = better ? [half, full] : [full, half];
  other.network.dispose();
  return kept;
}

/** Times both in turns, keeps the shortest time of each, and says whether `one` gains enough; `false` if time is up. */
async function clearlyFaster(
  one: VerifiedNetwork,
  other: VerifiedNetwork,
  deadline: number,
): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++)
    for (const each of [one, other]) {
      if (performance.now() > deadline) return false;
      each.frameMilliseconds = Math.min(each.frameMilliseconds, await benchmarkFrame(each.network));
    }
  return one.frameMilliseconds < WORTH_IT * other.frameMilliseconds;
}
