import * as kernel from '../../../../kernels/squeeze_excite.wgsl';
import { planesOf, WORKGROUP } from '../layout';
import { packRows } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { checkSameSize, mapFields } from '../tiles';

export function squeezeExcite(r: Recorder, name: string, input: MapRef, residual: MapRef): MapRef {
  checkSameSize(name, [input, residual]);
  const { channels } = input.shape;
  const layer = (part: 'squeeze' | 'excite') => {
    const { values, outputs } = r.parameters.filter(`${name}.${part}`);
    const bias = () => r.parameters.bias(`${name}.${part}`);
    const placed = r.constants(`${name}.${part}`, () => packRows(outputs, values, bias()));
    return { outputs, placed };
  };
  const [squeeze, excite] = [layer('squeeze'), layer('excite')];
  const hidden = squeeze.outputs;
  if (planesOf(Math.max(channels, hidden)) > WORKGROUP)
    throw new RangeError(`${name} has too many channels.`);
  const after = r.takeOver(residual);
  r.dispatch({
    label: name,
    kernel,
    reads: [input, after],
    writes: [after],
    parameters: [squeeze.placed, excite.placed],
    threads: [WORKGROUP, 1],
    uniforms: () => ({
      input: mapFields(input),
      residual: mapFields(after),
      channels,
      hidden,
      squeeze: squeeze.placed.place,
      excite: excite.placed.place,
    }),
    multiplyAdds: 2 * hidden * channels,
  });
  return after;
}
