import { forCropsSeen, type Crops, type Network } from '../src/network/network';

/** All zeros, for any frame of a window. */
export function blankCrops(network: Network): Crops {
  return network.cropsOf(forCropsSeen(network.model, true, (_, { size }) => new Float32Array(3 * size ** 2)));
}
