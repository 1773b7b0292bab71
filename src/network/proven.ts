import type { Proof } from '../backends/chooseBackend';
import type { Golden, TestedNetwork } from './golden';
import type { Model } from './model';
import type { Network } from './network';
import { selfTest } from './selfTest';
import { trial } from './trial';

export interface ProvenNetwork extends Proof {
  network: Network;
}

/**
 * The network with what it showed in the self-test and in a short trial. Where it cannot run, or with `late`'s reason
 * once nobody waits for it any more, disposes it and rejects.
 */
export async function proven(
  network: Network & TestedNetwork,
  model: Model,
  golden: Golden,
  late?: AbortSignal,
): Promise<ProvenNetwork> {
  try {
    late?.throwIfAborted();
    const test = await selfTest(model, golden, network);
    late?.throwIfAborted();
    const frameMilliseconds = await trial(network);
    late?.throwIfAborted();
    return { network, selfTest: test, frameMilliseconds };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** `undefined`, and nothing left of it, where it does not open or gives wrong numbers. */
export async function rightOrNone<P extends ProvenNetwork>(opening: Promise<P>): Promise<P | undefined> {
  const opened = await opening.catch(() => undefined);
  if (opened?.selfTest.passed) return opened;
  opened?.network.dispose();
  return undefined;
}
