import type { Rectangle } from './rectangle';
import type { Architecture } from './model';

/** A crop where the network computes: GPU memory where it has one. */
export interface Crop {
  /** Brings it back; resolves when it is made. */
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/** What the network sees of a frame. */
export interface Crops {
  face: Crop;
  context: Crop;
}

export interface WindowOutput {
  /** Refined depth, mean over the window's steps, row-major 32 x 32. */
  depthMap: Float32Array;
  logit: number;
  /** 0 (attack) to 1 (bona fide). */
  score: number;
}

/**
 * The depth network on one backend, from the frame to the score: `DepthNetwork` in TensorFlow.js' operations and, on
 * WebGL, programs of our own, `PlannedNetwork` in our own kernels. It takes the crops that it made itself.
 */
export interface Network {
  readonly architecture: Architecture;
  /** The face's crop and the context's. The image may be closed afterwards. */
  crop(image: ImageBitmap, face: Rectangle, context: Rectangle): Crops;
  /** An empty window. Frames are pushed into it one after the other; dispose it when done, and before the next one. */
  window(breathe?: Breathe): Window;
  dispose(): void;
}

/** The stream of one window: a new frame costs one backbone pass and one recurrent step, whatever came before. */
export interface Window {
  /** Neither crop is disposed. */
  push(crops: Crops): Promise<void>;
  /** The window's answer so far; needs two frames. One small read-back. */
  finish(): Promise<WindowOutput>;
  dispose(): void;
}

/** Whoever holds a frame's crops lets them go. */
export function disposeCrops({ face, context }: Crops): void {
  face.dispose();
  context.dispose();
}

/** Gives waiting tasks a turn between the stages of a step. */
export type Breathe = () => Promise<void>;
