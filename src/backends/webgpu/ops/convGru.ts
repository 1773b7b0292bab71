import * as kernel from '../../../../kernels/conv_gru.wgsl';
import { pixelsOf, planesOf } from '../layout';
import { packBias, packMatrices, paddedChannels, type Lanes } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { checkSameSize, layerFields, planesOfAll, tiledThreads } from '../tiles';

export function convGru(r: Recorder, name: string, input: MapRef, state: MapRef): MapRef {
  checkSameSize(name, [input, state]);
  const { shape } = state;
  const [resetState, updateGate] = [r.map(shape), r.map(shape)];
  const after = r.takeOver(state);
  const step = (
    part: 'gates' | 'candidate',
    second: MapRef,
    writes: MapRef[],
    lanes: Lanes,
    shares: number,
  ) => {
    const inputs = [input, second];
    const layer = r.parameters.filter(`${name}.${part}`);
    const channels = inputs.map((map) => map.shape.channels);
    const weights = r.weights(`${name}.${part}`, () => packMatrices([layer], channels, lanes, 2));
    const bias = r.constants(`${name}.${part}`, () => packBias(r.parameters.bias(`${name}.${part}`), lanes));
    r.dispatch({
      label: `${name}.${part}`,
      kernel,
      reads: [input, after, ...(part === 'gates' ? [] : [resetState, updateGate])],
      writes,
      parameters: [weights, bias],
      threads: tiledThreads(shape, shares),
      uniforms: () => ({
        layer: layerFields({ inputs, planes: planesOfAll(inputs), weights, bias }, after),
        reset_state: resetState.region.offset,
        update_gate: updateGate.region.offset,
        step: part === 'gates' ? 0 : 1,
      }),
      multiplyAdds: pixelsOf(shape) * 9 * layer.inputs * layer.outputs,
    });
  };
  step('gates', after, [resetState, updateGate], gateLanes(shape.channels), planesOf(shape.channels));
  step('candidate', resetState, [after], paddedChannels(shape.channels, 8), Math.ceil(shape.channels / 8));
  return after;
}

/** Lanes of the gates: four of R, then the same four of U. */
export function gateLanes(states: number): Lanes {
  const lanes = paddedChannels(states, 4);
  return Array.from({ length: lanes.length / 4 }, (_, plane) =>
    lanes.slice(4 * plane, 4 * plane + 4),
  ).flatMap((four) => [
    ...four,
    ...four.map((channel) => (channel === undefined ? undefined : channel + states)),
  ]);
}
