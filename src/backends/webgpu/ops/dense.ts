import * as kernel from '../../../../kernels/dense.wgsl';
import { packBias, paddedChannels } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { joined, LARGEST, WORKGROUP } from '../tiles';

export function dense(
  r: Recorder,
  name: string,
  inputs: readonly MapRef[],
  activation: 'linear' | 'relu',
): MapRef {
  const bias = r.parameters.bias(name);
  const lengths = inputs.map(({ shape }) => shape.channels);
  const length = lengths.reduce((sum, count) => sum + count, 0);
  const lanes = paddedChannels(bias.length, 4);
  const matrix = r.constants(name, () => {
    const values = r.parameters.matrix(name);
    const row = (index: number) => packBias(values.subarray(index * bias.length), lanes);
    const rows = Array.from({ length }, (_, index) => row(index));
    return Float32Array.from([...rows, packBias(bias, lanes)].flatMap((values) => [...values]));
  });
  const output = r.vector(bias.length);
  const fours = lanes.length / 4;
  r.dispatch({
    label: name,
    kernel,
    reads: inputs,
    writes: [output],
    parameters: [matrix],
    workgroups: [Math.ceil(fours / WORKGROUP), 1],
    uniforms: () => ({
      inputs: joined(inputs, lengths, 1),
      length,
      fours,
      matrix: matrix.place,
      output: output.region.offset,
      least: activation === 'relu' ? 0 : -LARGEST,
    }),
    multiplyAdds: length * bias.length,
  });
  return output;
}
