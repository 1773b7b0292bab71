import type { Variant } from '../backends/webgpu/variant';
import { within } from '../timeout';
import type { OpenNetwork } from './openNetwork';
import { PlannedNetwork } from './planned/plannedNetwork';
import { quickerTile } from './planned/tileTrial';
import { proven, rightOrNone, type ProvenNetwork } from './proven';
import { trial } from './trial';

/** Milliseconds for halves to show that they are right, and for tiles to show which are quicker. */
const HALF_LIMIT = 5000;
const TILE_LIMIT = 5000;
/** Times that halves and full precision are held against each other: whichever ran first met a GPU that was colder. */
const ROUNDS = 2;
/** Share of full precision's time that halves may take: a smaller gain may be chance. */
const WORTH_IT = 0.9;

/** The network in our own WebGPU kernels, in the variant that is quickest on this adapter. */
export const openPlanned: OpenNetwork = async ({ device }, model, weights, golden, deadline, known) => {
  if (!device) throw new Error('it has no device');
  const open = async (variant: Variant, late?: AbortSignal) => {
    const network = await PlannedNetwork.create(device, variant, model, weights);
    return { ...(await proven(network, model, golden, late)), ...variant };
  };
  const again = known && (await rightOrNone(open(known)));
  if (again) return again;
  const tile = await inTime(TILE_LIMIT, (late) => quickerTile(device, late)).catch(() => 'low' as const);
  // What is quicker at one kernel may still be wrong at another.
  const tall = tile === 'tall' ? await rightOrNone(open({ scalar: 'f32', tile })) : undefined;
  const full = tall ?? (await open({ scalar: 'f32', tile: 'low' }));
  const left = deadline - performance.now();
  if (left <= 0 || !device.features.has('shader-f16')) return full;
  // A driver that cannot compile halves, or not in time, loses nothing but them.
  const half = await rightOrNone(
    inTime(Math.min(HALF_LIMIT, left), (late) => open({ scalar: 'f16', tile: tall ? 'tall' : 'low' }, late)),
  );
  return half ? betterOf(full, half, deadline) : full;
};

/**
 * What `work` brings, unless it takes longer than this many milliseconds: then its signal aborts, and it has to stop by
 * itself and leave nothing behind.
 */
async function inTime<T>(milliseconds: number, work: (late: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  try {
    return await within(milliseconds, work(ending.signal), () => new Error('it took too long'));
  } finally {
    ending.abort();
  }
}

/** Halves, which give the right numbers, where full precision does not or where they are clearly faster. */
async function betterOf<P extends ProvenNetwork>(full: P, half: P, deadline: number): Promise<P> {
  const better = !full.selfTest.passed || (await clearlyFaster(half, full, deadline));
  const [kept, left] = better ? [half, full] : [full, half];
  left.network.dispose();
  return kept;
}

/** Times both in turns, keeps the shortest time of each, and says whether `one` gains enough; `false` if time is up. */
async function clearlyFaster(one: ProvenNetwork, other: ProvenNetwork, deadline: number): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++)
    for (const each of [one, other]) {
      if (performance.now() > deadline) return false;
      each.frameMilliseconds = Math.min(each.frameMilliseconds, await trial(each.network));
    }
  return one.frameMilliseconds < WORTH_IT * other.frameMilliseconds;
}
