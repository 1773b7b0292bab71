import * as kernel from '../../../../kernels/squeeze_excite.wgsl';
import { planesOf, WORKGROUP } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { commonShape } from '../tiles';

export function squeezeExcite(r: Recorder, name: string, input: MapRef, residual: MapRef): MapRef {
  const { channels } = commonShape(name, [input, residual]);
  const hidden = r.parameters.filter(`${name}.squeeze`).outputs;
  if (planesOf(Math.max(channels, hidden)) > WORKGROUP)
    throw new RangeError(`${name} has too many channels.`);
  const [squeeze, excite] = [r.matrix(`${name}.squeeze`), r.matrix(`${name}.excite`)];
  const after = r.takeOver(residual);
  r.dispatch({
    label: name,
    kernel,
    reads: [input, after],
    writes: [after],
    parameters: [squeeze, excite],
    threads: [WORKGROUP, 1],
    uniforms: { input, residual: after, channels, hidden, squeeze: squeeze.place, excite: excite.place },
    multiplyAdds: 2 * hidden * channels,
  });
  return after;
}
