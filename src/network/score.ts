import type { DepthScore } from '../model/manifest';

type Face = Pick<DepthScore, 'size' | 'ellipse'>;

/** Window score in [0, 1] (paper eq. 11): beta * b_hat + (1 - beta) * mean depth over the face. */
export function windowScore(meanDepth: number, logOdds: number, beta: number): number {
  return beta * sigmoid(logOdds) + (1 - beta) * meanDepth;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Mean depth, clamped to [0, 1], over the face. */
export function meanFaceDepth(depth: Float32Array, face: Face): number {
  return meanOverFace(
    depth.map((value) => Math.min(1, Math.max(0, value))),
    face,
  );
}

/** Mean of a map, row-major, over the ellipse that an aligned face fills (`face_mask` in PyTorch). */
export function meanOverFace(map: Float32Array, { size, ellipse }: Face): number {
  let sum = 0;
  let count = 0;
  map.forEach((value, index) => {
    const x = ((index % size) + 0.5) / size - 0.5;
    const y = (Math.floor(index / size) + 0.5) / size - 0.5;
    if ((x / ellipse.x) ** 2 + (y / ellipse.y) ** 2 > 1) return;
    sum += value;
    count += 1;
  });
  return sum / count;
}
