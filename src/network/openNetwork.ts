import type { Backend } from '../backends/backend';
import type { Proof } from '../backends/chooseBackend';
import type { Renderer } from '../backends/webgl/renderer';
import type { Scalar } from '../backends/webgpu/scalars';
import { within } from '../within';
import type { OpenBlocks } from './blocks';
import { DepthNetwork } from './depthNetwork';
import { DrawnBlocks } from './drawnBlocks';
import type { Golden } from './golden';
import type { Observe } from './layers';
import type { Model } from './model';
import type { Network } from './network';
import { PlannedNetwork } from './planned/plannedNetwork';
import { selfTest } from './selfTest';
import { openStockBlocks } from './stockBlocks';
import { trial } from './trial';

/** Milliseconds for halves to show that they are better. */
const HALF_LIMIT = 5000;

export interface ProvenNetwork extends Proof {
  network: Network;
}

/**
 * The network on a backend just opened, with what it showed on the golden vectors and in a short trial. On WebGPU it is
 * our own kernels, on halves where these give the right numbers and are faster; on WebGL our own programs, if they give
 * the right numbers. Rejects where nothing of it runs.
 */
export async function openNetwork(
  backend: Backend,
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
): Promise<ProvenNetwork> {
  const { device, renderer } = backend;
  if (device) return planOn(device, model, weights, golden);
  const drawn = renderer && (await drawOn(renderer, model, weights, golden));
  return drawn ?? assemble(model, weights, golden, openStockBlocks);
}

/** In our own WebGPU kernels. */
async function planOn(
  device: GPUDevice,
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
): Promise<ProvenNetwork> {
  const full = await planned(device, 'f32', model, weights, golden);
  if (!device.features.has('shader-f16')) return full;
  // A driver that cannot compile it, or not in time, loses nothing but the halves.
  const attempt = planned(device, 'f16', model, weights, golden);
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

/** In our own WebGL programs; `undefined` where a driver cannot compile them or runs them wrongly. */
async function drawOn(
  renderer: Renderer,
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
): Promise<ProvenNetwork | undefined> {
  try {
    const drawn = await assemble(model, weights, golden, (all) => new DrawnBlocks(renderer, all));
    if (drawn.selfTest.passed) return { ...drawn, scalar: renderer.scalar };
    drawn.network.dispose();
  } catch {
    // TensorFlow.js' operations are left, and say so themselves where these fail too.
  }
  return undefined;
}

async function assemble(
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
  openBlocks: OpenBlocks,
): Promise<ProvenNetwork> {
  const open = (observe?: Observe) => new DepthNetwork(model, weights, openBlocks, observe);
  const test = await selfTest(model, weights, golden, open);
  const network = open();
  try {
    return { network, selfTest: test, frameMilliseconds: await trial(network, test.milliseconds) };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

async function planned(
  device: GPUDevice,
  scalar: Scalar,
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
): Promise<ProvenNetwork> {
  const network = await PlannedNetwork.create(device, scalar, model, weights);
  try {
    const test = await selfTest(model, weights, golden, (observe) => network.observed(observe));
    return {
      network,
      scalar,
      selfTest: test,
      frameMilliseconds: await trial(network, test.milliseconds),
    };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
