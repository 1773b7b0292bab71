import { add, concat, mul, split, sub, tanh, tidy } from '@tensorflow/tfjs-core';
import { convolution } from './convolution';
import type { FeatureMap, Layers } from './layers';

/**
 * One step of a ConvGRU cell (paper eq. 3): R, U = sigmoid(conv[X, H]); H~ = tanh(conv[X, R.H]);
 * H' = (1 - U).H + U.H~ = H + U.(H~ - H). N x H x W x I and state N x H x W x C -> new state.
 */
export function convGru(layers: Layers, name: string, x: FeatureMap, state: FeatureMap): FeatureMap {
  return tidy(() => {
    const gates = convolution(layers, `${name}.gates`, concat([x, state], 3), 'sigmoid');
    const [reset, update] = split(gates, 2, 3) as [FeatureMap, FeatureMap];
    const candidate = tanh(
      convolution(layers, `${name}.candidate`, concat([x, mul(reset, state)], 3) as FeatureMap, 'linear'),
    );
    return add(state, mul(update, sub(candidate, state)));
  });
}
