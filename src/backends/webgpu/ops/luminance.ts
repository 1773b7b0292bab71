import * as kernel from '../../../../kernels/luminance.wgsl';
import type { MapRef, Recorder } from '../recorder';
import { mapToVector } from './mapToVector';

export function luminance(r: Recorder, input: MapRef): MapRef {
  return mapToVector(r, 'luminance', kernel, input, (input.shape.width / 2) ** 2);
}
