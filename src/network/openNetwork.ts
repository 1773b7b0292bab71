import type { Backend } from '../backends/backend';
import type { BackendName } from '../backends/report';
import type { Variant } from '../backends/webgpu/variant';
import type { Golden } from './golden';
import type { Model } from './model';
import { proven, rightOrNone, type ProvenNetwork } from './proven';

/**
 * Opens the network on a backend just opened and says what it showed. From `deadline` on, by `performance.now()`, it
 * looks for nothing faster; `known`: the variant in which our WebGPU kernels were fastest here before. Rejects where
 * nothing of it runs.
 */
export type OpenNetwork = (
  backend: Backend,
  model: Model,
  weights: ArrayBuffer,
  golden: Golden,
  deadline: number,
  known?: Variant,
) => Promise<ProvenNetwork>;

/**
 * How the network is opened on backends of this name, proved by the golden vectors and in a short trial: on WebGPU in our
 * own kernels, on WebGL in our own programs if they give the right numbers, else in TensorFlow.js' operations. Each is a
 * file of its own, so that no browser loads what it does not try.
 */
export async function networkFor(name: BackendName): Promise<OpenNetwork> {
  if (name === 'webgpu') return (await import('./openPlanned')).openPlanned;
  const { DepthNetwork } = await import('./depthNetwork');
  const drawn = name === 'webgl' ? await import('./drawnBlocks') : undefined;
  return async ({ renderer }, model, weights, golden) => {
    if (drawn && renderer) {
      // A driver may not compile our programs, or run them wrongly.
      const network = new DepthNetwork(model, weights, (all) => new drawn.DrawnBlocks(renderer, all));
      const ours = await rightOrNone(proven(network, model, golden));
      if (ours) return { ...ours, scalar: renderer.scalar };
    }
    return proven(new DepthNetwork(model, weights), model, golden);
  };
}
