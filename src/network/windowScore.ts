import type { Architecture } from './model';
import type { WindowOutput } from './network';
import type { Rigidity } from './rigidity';

/** Semi-axes of the ellipse that an aligned face fills, as shares of the crop's side (see face_mask in PyTorch). */
const SEMI_AXIS_X = 0.33;
const SEMI_AXIS_Y = 0.38;

/**
 * Window score in [0, 1] (paper eq. 11): beta * b_hat + (1 - beta) * mean depth over the face.
 * `depthMap` is row-major size x size, `logit` the classifier's.
 */
export function windowScore(depthMap: Float32Array, logit: number, size: number, beta: number): number {
  let sum = 0;
  let count = 0;
  depthMap.forEach((depth, index) => {
    const x = ((index % size) + 0.5) / size - 0.5;
    const y = (Math.floor(index / size) + 0.5) / size - 0.5;
    if ((x / SEMI_AXIS_X) ** 2 + (y / SEMI_AXIS_Y) ** 2 > 1) return;
    sum += Math.min(1, Math.max(0, depth));
    count += 1;
  });
  return beta / (1 + Math.exp(-logit)) + ((1 - beta) * sum) / count;
}

/**
 * The answer from what a backend reads back: mean refined depth, row-major, the logit that depth and appearance make, and
 * the moments of the steps.
 */
export function windowOutput(
  values: Float32Array,
  rigidity: Pick<Rigidity, 'logit'>,
  { depth_size: size, beta }: Architecture,
): WindowOutput {
  const depthMap = values.slice(0, size * size);
  const logit = (values[size * size] ?? NaN) + rigidity.logit(values.subarray(size * size + 1));
  return { depthMap, logit, score: windowScore(depthMap, logit, size, beta) };
}
