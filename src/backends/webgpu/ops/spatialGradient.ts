import * as kernel from '../../../../kernels/spatial_gradient.wgsl';
import type { Block } from '../../../network/ops';
import { pixelsOf } from '../layout';
import { packBias, packMatrices, paddedChannels } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { checkSameSize, planesOfAll, tiledBlock } from '../tiles';

export function spatialGradient(r: Recorder, name: string, inputs: readonly MapRef[]): Block<MapRef> {
  const [first] = inputs;
  if (!first) throw new RangeError(`${name} has no input.`);
  if (first.crop && inputs.length > 1) throw new RangeError(`${name} joins a crop.`);
  checkSameSize(name, inputs);
  const conv = r.parameters.filter(`${name}.conv`);
  const lanes = paddedChannels(conv.outputs, 8);
  const channels = inputs.map(({ shape }) => shape.channels);
  const weights = r.weights(name, () =>
    packMatrices([conv, r.parameters.filter(`${name}.gradient`)], channels, lanes, 2),
  );
  const bias = r.constants(name, () => packBias(r.parameters.bias(`${name}.conv`), lanes));
  const shape = { ...first.shape, channels: conv.outputs };
  // The magnitude's 1 x 1 is a tenth tap.
  const multiplyAdds = pixelsOf(shape) * 10 * conv.inputs * conv.outputs;
  const planes = planesOfAll(inputs);
  const described = { label: name, kernel, reads: inputs, multiplyAdds };
  return tiledBlock(r, shape, described, { inputs, planes, weights, bias });
}
