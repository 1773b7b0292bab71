import * as kernel from '../../../../kernels/flatten.wgsl';
import { pixelsOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';
import { mapToVector } from './mapToVector';

export function flatten(r: Recorder, input: MapRef): MapRef {
  if (input.shape.channels !== 1) throw new RangeError('Only a map of one channel is flattened.');
  return mapToVector(r, 'flatten', kernel, input, pixelsOf(input.shape));
}
