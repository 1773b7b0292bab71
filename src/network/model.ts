import type { io } from '@tensorflow/tfjs-core';

/** A bottleneck of MobileNetV2: `expansion` times as many channels as come in, filtered each by itself, then `channels`. */
export interface Bottleneck {
  expansion: number;
  channels: number;
  stride: 1 | 2;
}

/** Widths in channels, sizes in pixels; the PyTorch class of the same name in training/models/network.py. */
export interface Architecture {
  frames: number;
  face_size: number;
  context_size: number;
  depth_size: number;
  stem: number;
  level: number;
  wide: number;
  depth_hidden: number;
  reduced: number;
  hidden: number;
  appearance_stem: number;
  appearance: Bottleneck[];
  classifier: number;
  rigidity: number;
  alpha: number;
  beta: number;
}

/** What `model.json` says: everything a caller could get wrong travels with the weights. */
export interface Model {
  format: 'depthproof-model/1';
  id: string;
  architecture: Architecture;
  /** Larger frames are shrunk to this on their longer side, px: so large were those of the training clips. */
  frame: { longerSide: number };
  crop: { faceScale: number; contextScale: number };
  cadence: { frames: number; intervalMilliseconds: number };
  decision: {
    /** P(bona fide) = sigmoid(slope * score + intercept). */
    calibration: { slope: number; intercept: number };
    /** Probabilities at which a verdict is given at once. */
    liveProbability: number;
    spoofProbability: number;
  };
  weightsManifest: io.WeightsManifestConfig;
  /** SHA-256 of weights.bin, hex. */
  sha256: string;
}

/** Calibrated probability of bona fide for a window score. */
export function probabilityOf(score: number, model: Model): number {
  const { slope, intercept } = model.decision.calibration;
  return 1 / (1 + Math.exp(-(slope * score + intercept)));
}
