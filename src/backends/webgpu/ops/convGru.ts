import * as kernel from '../../../../kernels/conv_gru.wgsl';
import { planesOf } from '../layout';
import { paddedChannels, type Lanes } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { dispatchTiles } from '../tiles';

export function convGru(r: Recorder, name: string, input: MapRef, state: MapRef): MapRef {
  const { shape } = state;
  const [resetState, updateGate] = [r.map(shape), r.map(shape)];
  const after = r.takeOver(state);
  const gates = [resetState, updateGate];
  const step = (part: 'gates' | 'candidate', second: MapRef, lanes: Lanes) => {
    const label = `${name}.${part}`;
    const isFirst = part === 'gates';
    dispatchTiles(
      r,
      { label, kernel, reads: [input, after, ...(isFirst ? [] : gates)], writes: isFirst ? gates : [after] },
      { filters: [r.parameters.filter(label)], bias: label, inputs: [input, second], lanes },
      after,
      after,
      { reset_state: resetState, update_gate: updateGate, step: isFirst ? 0 : 1 },
    );
  };
  step('gates', after, gateLanes(shape.channels));
  step('candidate', resetState, paddedChannels(shape.channels, 8));
  return after;
}

/** Lanes of the gates: four of R, then the same four of U. */
export function gateLanes(states: number): Lanes {
  return Array.from({ length: 8 * planesOf(states) }, (_, lane) => {
    const channel = 4 * Math.floor(lane / 8) + (lane % 4);
    return channel < states ? channel + (lane % 8 < 4 ? 0 : states) : undefined;
  });
}
