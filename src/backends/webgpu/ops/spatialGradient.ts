import * as kernel from '../../../../kernels/spatial_gradient.wgsl';
import type { Block } from '../../../network/ops';
import { planeLength, planesOf } from '../layout';
import { packBias, packMatrices, paddedChannels } from '../packMatrices';
import { CROP, type MapRef, type Recorder } from '../recorder';
import { checkSameSize, joined, layerFields, pixelsOf, planesOfAll, tiledBlock } from '../tiles';

export function gradientBlock(r: Recorder, name: string, inputs: readonly MapRef[]): Block<MapRef> {
  const [first] = inputs;
  if (!first) throw new RangeError(`${name} has no input.`);
  if (first.crop && inputs.length > 1) throw new RangeError(`${name} joins a crop.`);
  checkSameSize(name, inputs);
  const conv = r.parameters.kernel(`${name}.conv`);
  const lanes = paddedChannels(conv.outputs, 8);
  const channels = inputs.map(({ shape }) => shape.channels);
  const weights = r.weights(name, () =>
    packMatrices([conv, r.parameters.kernel(`${name}.gradient`)], channels, lanes, 2),
  );
  const bias = r.constants(name, () => packBias(r.parameters.bias(`${name}.conv`), lanes));
  const shape = { ...first.shape, channels: conv.outputs };
  return tiledBlock(r, shape, {
    label: name,
    kernel,
    reads: inputs,
    parameters: [weights, bias],
    sizes: () => ({
      layer: layerFields(shape, planesOfAll(inputs), weights, bias),
      inputs: joined(inputs, channels.map(planesOf), planeLength(shape)),
      crop: first.crop ? CROP[first.crop] : 0,
    }),
    // The magnitude's 1 x 1 is a tenth tap.
    multiplyAdds: pixelsOf(shape) * 10 * conv.inputs * conv.outputs,
  });
}
