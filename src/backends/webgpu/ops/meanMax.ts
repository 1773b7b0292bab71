import * as kernel from '../../../../kernels/mean_max.wgsl';
import { lengthOf, planesOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';

export function meanMax(r: Recorder, inputs: readonly MapRef[]): MapRef {
  const output = r.vector(2 * lengthOf(inputs));
  inputs.forEach((input, index) => {
    const { channels } = input.shape;
    r.dispatch({
      label: 'mean_max',
      kernel,
      reads: [input],
      writes: [output],
      threads: [planesOf(channels), 1],
      uniforms: { input, channels, output, before: 2 * lengthOf(inputs.slice(0, index)) },
    });
  });
  return output;
}
