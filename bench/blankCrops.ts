import { ruleOf, type Model } from '../src/model/manifest';
import { cropsSeen, type Crops, type Network } from '../src/network/network';

/** All zeros, for any frame of a window. */
export function blankCrops(network: Network, { architecture, crops }: Model): Crops {
  const blank = cropsSeen(architecture, true).map((name) => [
    name,
    new Float32Array(3 * ruleOf(crops, name).size ** 2),
  ]);
  return network.cropsOf(Object.fromEntries(blank) as Crops<Float32Array<ArrayBuffer>>);
}
