import * as kernel from '../../../../kernels/dense.wgsl';
import { lengthOf, planesOf } from '../layout';
import { packRows } from '../packMatrices';
import type { MapRef, Recorder } from '../recorder';
import { joined, LARGEST } from '../tiles';

export function dense(
  r: Recorder,
  name: string,
  inputs: readonly MapRef[],
  activation: 'linear' | 'relu',
): MapRef {
  const bias = r.parameters.bias(name);
  const length = lengthOf(inputs);
  const matrix = r.constants(name, () => packRows(bias.length, r.parameters.matrix(name), bias));
  const output = r.vector(bias.length);
  const fours = planesOf(bias.length);
  r.dispatch({
    label: name,
    kernel,
    reads: inputs,
    writes: [output],
    parameters: [matrix],
    threads: [fours, 1],
    uniforms: () => ({
      inputs: joined(inputs),
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
