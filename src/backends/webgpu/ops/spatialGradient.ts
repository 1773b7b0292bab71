import * as kernel from '../../../../kernels/spatial_gradient.wgsl';
import type { Block } from '../../../network/ops';
import type { MapRef, Recorder } from '../recorder';
import { tiledBlock } from '../tiles';

export function spatialGradient(r: Recorder, name: string, inputs: readonly MapRef[]): Block<MapRef> {
  const [conv, gradient] = [r.parameters.filter(`${name}.conv`), r.parameters.filter(`${name}.gradient`)];
  const described = { label: name, kernel, reads: inputs };
  // The magnitude's 1 x 1 is a tenth tap.
  return tiledBlock(r, described, { filters: [conv, gradient], bias: `${name}.conv`, inputs });
}
