import type { DepthArchitecture } from '../model/manifest';

/** Window score in [0, 1] (paper eq. 11): beta * b_hat + (1 - beta) * mean depth over the face. */
export function windowScore(meanDepth: number, logOdds: number, beta: number): number {
  return beta / (1 + Math.exp(-logOdds)) + (1 - beta) * meanDepth;
}

/** Mean depth, clamped to [0, 1], over the ellipse that an aligned face fills (`face_mask` in PyTorch). */
export function meanFaceDepth(
  depth: Float32Array,
  size: number,
  { x: semiAxisX, y: semiAxisY }: DepthArchitecture['ellipse'],
): number {
  let sum = 0;
  let count = 0;
  depth.forEach((value, index) => {
    const x = ((index % size) + 0.5) / size - 0.5;
    const y = (Math.floor(index / size) + 0.5) / size - 0.5;
    if ((x / semiAxisX) ** 2 + (y / semiAxisY) ** 2 > 1) return;
    sum += Math.min(1, Math.max(0, value));
    count += 1;
  });
  return sum / count;
}
