import type { Backend } from '../backends/backend';
import type { BackendName } from '../backends/report';
import type { Proof } from '../backends/chooseBackend';
import type { Renderer } from '../backends/webgl/renderer';
import type { Variant } from '../backends/webgpu/variant';
import { within } from '../within';
import type { OpenBlocks } from './blocks';
import type { DepthNetwork } from './depthNetwork';
import type { Golden } from './golden';
import type { Observe } from './layers';
import type { Model } from './model';
import type { Network } from './network';
import type { PlannedNetwork } from './planned/plannedNetwork';
import { selfTest } from './selfTest';
import { trial } from './trial';

/** Milliseconds for halves to show that they are better, and for tiles to. */
const HALF_LIMIT = 5000;
const TILE_LIMIT = 5000;

export interface ProvenNetwork extends Proof {
  network: Network;
}

/**
 * Opens the network on a backend just opened and says what it showed; `known`: the variant in which our WebGPU kernels
 * were fastest here before. Rejects where nothing of it runs.
 */
export type OpenNetwork = (
  backend: Backend,
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
  known?: Variant,
) => Promise<ProvenNetwork>;

/**
 * How the network is opened on backends of this name, proved by the golden vectors and in a short trial: on WebGPU in our
 * own kernels, on WebGL in our own programs if they give the right numbers, else in TensorFlow.js' operations. Each is a
 * file of its own, so that no browser loads what it does not try.
 */
export async function networkFor(name: BackendName): Promise<OpenNetwork> {
  if (name === 'webgpu') {
    const [{ PlannedNetwork }, { quickerTile }] = await Promise.all([
      import('./planned/plannedNetwork'),
      import('./planned/tileTrial'),
    ]);
    return async ({ device }, model, weights, golden, known) => {
      if (!device) throw new Error('it has no device');
      const open = async (variant: Variant) =>
        proven(await PlannedNetwork.create(device, variant, model, weights), variant, model, golden);
      const again = known && (await rightOrNone(open(known)));
      if (again) return again;
      const late = () => new Error('the trial took too long');
      const tile = await within(TILE_LIMIT, quickerTile(device), late).catch(() => 'low' as const);
      // What is quicker at one kernel may still be wrong at another.
      const tall = tile === 'tall' ? await rightOrNone(open({ scalar: 'f32', tile })) : undefined;
      const full = tall ?? (await open({ scalar: 'f32', tile: 'low' }));
      if (!device.features.has('shader-f16')) return full;
      return betterOf(full, open({ scalar: 'f16', tile: tall ? 'tall' : 'low' }));
    };
  }
  const { DepthNetwork } = await import('./depthNetwork');
  const drawn = name === 'webgl' ? await import('./drawnBlocks') : undefined;
  return async ({ renderer }, model, weights, golden) => {
    const assemble = (blocks?: OpenBlocks) =>
      assembled(model, golden, (observe) => new DepthNetwork(model, weights, blocks, observe));
    const ours =
      drawn &&
      renderer &&
      (await openDrawn(renderer, () => assemble((all) => new drawn.DrawnBlocks(renderer, all))));
    return ours ?? assemble();
  };
}

/** `undefined`, and nothing left of it, where it does not open or gives wrong numbers. */
async function rightOrNone(opening: Promise<ProvenNetwork>): Promise<ProvenNetwork | undefined> {
  const opened = await opening.catch(() => undefined);
  if (opened?.selfTest.passed) return opened;
  opened?.network.dispose();
  return undefined;
}

/** Halves where these give the right numbers and are faster. */
async function betterOf(full: ProvenNetwork, attempt: Promise<ProvenNetwork>): Promise<ProvenNetwork> {
  // A driver that cannot compile them, or not in time, loses nothing but the halves.
  const half = await within(HALF_LIMIT, attempt, () => new Error('halves took too long')).catch(
    () => undefined,
  );
  if (!half) {
    attempt.then(
      ({ network }) => {
        network.dispose();
      },
      () => undefined,
    );
    return full;
  }
  const better = half.selfTest.passed && half.frameMilliseconds < full.frameMilliseconds;
  const [kept, left] = better || !full.selfTest.passed ? [half, full] : [full, half];
  left.network.dispose();
  return kept;
}

/** `undefined` where a driver cannot compile our programs or runs them wrongly. */
async function openDrawn(
  { scalar }: Renderer,
  open: () => Promise<ProvenNetwork>,
): Promise<ProvenNetwork | undefined> {
  try {
    const drawn = await open();
    if (drawn.selfTest.passed) return { ...drawn, scalar };
    drawn.network.dispose();
  } catch {
    // TensorFlow.js' operations are left, and say so themselves where these fail too.
  }
  return undefined;
}

async function assembled(
  model: Model,
  golden: Golden,
  open: (observe?: Observe) => DepthNetwork,
): Promise<ProvenNetwork> {
  const test = await selfTest(model, golden, open);
  const network = open();
  try {
    return { network, selfTest: test, frameMilliseconds: await trial(network, test.milliseconds) };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

async function proven(
  network: PlannedNetwork,
  variant: Variant,
  model: Model,
  golden: Golden,
): Promise<ProvenNetwork> {
  try {
    const test = await selfTest(model, golden, (observe) => network.observed(observe));
    return {
      network,
      ...variant,
      selfTest: test,
      frameMilliseconds: await trial(network, test.milliseconds),
    };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
