import type { Model } from '../model/manifest';
import type { Rigidity } from './rigidity';

export interface WindowOutput {
  /** Refined depth, mean over the window's steps, row-major, depth_size x depth_size. */
  depthMap: Float32Array;
  logit: number;
  /** 0 (attack) to 1 (bona fide). */
  score: number;
}

/** A window's answer as numbers, read back from the backend; `moments`: those of its steps, one after the other. */
export interface AnswerValues {
  depth: Float32Array;
  logit: number;
  moments: Float32Array;
}

/** Adds the rigidity branch's logit and computes the window's score. */
export function windowOutput(
  { depth, logit, moments }: AnswerValues,
  rigidity: Pick<Rigidity, 'logit'>,
  { architecture, faceEllipse }: Pick<Model, 'architecture' | 'faceEllipse'>,
): WindowOutput {
  const whole = logit + rigidity.logit(moments);
  const mean = meanFaceDepth(depth, architecture.depth_size, faceEllipse);
  return { depthMap: depth, logit: whole, score: windowScore(mean, whole, architecture.beta) };
}

/** Window score in [0, 1] (paper eq. 11): beta * b_hat + (1 - beta) * mean depth over the face. */
export function windowScore(meanDepth: number, logit: number, beta: number): number {
  return beta / (1 + Math.exp(-logit)) + (1 - beta) * meanDepth;
}

/** Mean of depth, held within [0, 1], over the ellipse that an aligned face fills (face_mask in PyTorch). */
export function meanFaceDepth(
  depth: Float32Array,
  size: number,
  { x: semiAxisX, y: semiAxisY }: Model['faceEllipse'],
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
