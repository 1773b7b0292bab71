import * as kernel from '../../../../kernels/flatten.wgsl';
import { pixelsOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { mapFields } from '../tiles';

export function flatten(r: Recorder, input: MapRef): MapRef {
  if (input.shape.channels !== 1) throw new RangeError('Only a map of one channel is flattened.');
  const pixels = pixelsOf(input.shape);
  const output = r.vector(pixels);
  r.dispatch({
    label: 'flatten',
    kernel,
    reads: [input],
    writes: [output],
    threads: [pixels, 1],
    uniforms: () => ({ input: mapFields(input), output: output.region.offset }),
  });
  return output;
}
