import * as kernel from '../../../../kernels/dense.wgsl';
import { lengthOf, planesOf } from '../layout';
import type { MapRef, Recorder } from '../recorder';

export function dense(
  r: Recorder,
  name: string,
  inputs: readonly MapRef[],
  activation: 'linear' | 'relu',
): MapRef {
  const length = lengthOf(inputs);
  const outputs = r.parameters.bias(name).length;
  const fours = planesOf(outputs);
  const matrix = r.matrix(name);
  const output = r.vector(outputs);
  const rectified = activation === 'relu' ? 1 : 0;
  r.dispatch({
    label: name,
    kernel,
    reads: inputs,
    writes: [output],
    parameters: [matrix],
    threads: [fours, 1],
    uniforms: { inputs, length, fours, matrix: matrix.place, output, rectified },
    multiplyAdds: length * outputs,
  });
  return output;
}
