import { add, concat, mul, split, sub, tanh, tidy } from '@tensorflow/tfjs-core';
import { convolution } from './convolution';
import type { FeatureMap } from './layers';
import type { Operators } from './operators';

/**
 * One step of a ConvGRU cell (paper eq. 3): R, U = sigmoid(conv[X, H]); H~ = tanh(conv[X, R.H]);
 * H' = (1 - U).H + U.H~ = H + U.(H~ - H). N x H x W x I and state N x H x W x C -> new state.
 */
export function convGru(operators: Operators, name: string, x: FeatureMap, state: FeatureMap): FeatureMap {
  return tidy(() => {
    const gates = convolution(operators, `${name}.gates`, concat([x, state], 3), 'sigmoid');
    const [reset, update] = split(gates, 2, 3) as [FeatureMap, FeatureMap];
    const candidate = tanh(
      convolution(operators, `${name}.candidate`, concat([x, mul(reset, state)], 3) as FeatureMap, 'linear'),
    );
    return add(state, mul(update, sub(candidate, state)));
  });
}
