import type { Rectangle } from '../geometry';
import type { CropName } from '../model/manifest';
import type { Evidence, TextureDetails } from '../network/evidence';

/** A frame of a window. */
export interface WindowFrame {
  /** By the source's own clock, in milliseconds. */
  timestamp: number;
  /** The parts of the frame that the network saw, px of the frame (`frameWidth` of `guidance`). */
  parts: Partial<Record<CropName, Rectangle>>;
}

/** The network's answer to one window of frames. */
export interface WindowResult {
  /** 0, 1, 2, ... in the order in which windows were scored in this session, also by another engine after `rebuilt`. */
  index: number;
  /** Times of the window's first and last frame by the source's own clock, in milliseconds. */
  startTime: number;
  endTime: number;
  /** Its frames, oldest first. */
  frames: WindowFrame[];
  /** Window score, 0 (attack) to 1 (bona fide), uncalibrated (paper eq. 11). */
  score: number;
  /** Probability that the window is bona fide, 0 to 1: the score, calibrated if the model has a calibration. */
  probability: number;
  /** Log odds of bona fide from each kind of evidence, before the model weighs them. */
  evidence: Evidence;
  texture: TextureDetails | undefined;
  /**
   * Depth of the face, row-major, square, 0 = far or flat, 1 = nearest; `undefined` for models without depth. The shipped model
   * gives that of the first frame, flattened by whatever else speaks against a live face.
   */
  depthMap: Float32Array | undefined;
  /**
   * Milliseconds spent giving this window's frames to the network and waiting for its answer. Work that a GPU does
   * while the next frame is awaited is not included.
   */
  networkMilliseconds: number;
  /** Milliseconds from the window's last frame to its score. */
  latencyMilliseconds: number;
  /** What the network holds after this window, tensors in TensorFlow.js or bytes on WebGPU; grows only if something leaks. */
  held: number;
}
