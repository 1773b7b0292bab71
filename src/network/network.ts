import type { Rectangle } from '../geometry';
import type { Architecture } from '../model/manifest';
import { appearance } from './appearance';
import { backbone } from './backbone';
import type { Ops } from './ops';
import type { WindowOutput } from './score';
import { propagate, reduce, shortTerm, type Recurrence, type Reduced } from './temporal';

/** What the network sees of a frame: both crops, in the form of the backend. */
export interface Crops<M = Crop> {
  face: M;
  context: M;
}

/** All that a window carries from one frame to the next. */
export type State<M> = Reduced<M> &
  Recurrence<M> & {
    /** D_single of the last frame. */
    depth: M;
    /** Luminance of the last frame's context crop. */
    luminance: M;
    /** Seen in the first frame. */
    appearance: M;
    /** Refined depth, added up over the steps. */
    refined: M;
    /** Moments of the last steps' flow. */
    moments: M;
  };

/** The first frame of a window. */
export async function start<M>(o: Ops<M>, a: Architecture, { face, context }: Crops<M>): Promise<State<M>> {
  return {
    ...(await frame(o, a, { face, context })),
    appearance: await appearance(o, a, context, face),
    gru1: o.zeros(a.depth_size, a.hidden),
    gru2: o.zeros(a.depth_size, 1),
    refined: o.emptySum(a.depth_size),
    moments: o.emptyHistory(a.frames - 1),
  };
}

/** A further frame: one backbone pass and one recurrent step, whatever came before. */
export async function advance<M>(
  o: Ops<M>,
  a: Architecture,
  state: State<M>,
  crops: Crops<M>,
): Promise<State<M>> {
  const newer = await frame(o, a, crops);
  const { step, history } = o.flowMoments(state.luminance, newer.luminance, state.moments);
  o.tap('moments', step);
  const recurrence = propagate(o, shortTerm(o, state, newer), state);
  const refined = o.refine(state.refined, state.depth, recurrence.gru2, a.alpha);
  return { ...newer, ...recurrence, appearance: state.appearance, refined, moments: history };
}

/** What is read back once a window; rigidity, which needs a few numbers only, is worked out on the CPU (rigidity.ts). */
export interface Answer<M> {
  /** Mean refined depth, row-major, depth_size x depth_size. */
  depth: M;
  /** What depth and appearance say: fcs(D_avg) joined by the appearance. */
  logit: M;
  moments: M;
}

/** The answer of a window of at least two frames, which may go on. */
export function finish<M>(o: Ops<M>, { refined, appearance, moments }: State<M>): Answer<M> {
  const depth = o.average(refined);
  o.tap('refined', depth);
  const hidden = o.dense('classifier.depth', [depth], 'relu');
  return { depth, logit: o.dense('classifier.join', [hidden, appearance], 'linear'), moments };
}

/** What a frame brings, whatever came before it. */
async function frame<M>(o: Ops<M>, a: Architecture, { face, context }: Crops<M>) {
  const features = await backbone(o, a, face);
  return { ...reduce(o, a, features), depth: features.depth, luminance: o.luminance(context) };
}

/** A crop in the backend's memory; only the network that made it reads it. */
export interface Crop {
  /** Its values, row-major, RGB, in the model's input range; resolves when it is made. */
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/** The depth network on one backend, from the frame to the score. */
export interface Network {
  readonly architecture: Architecture;
  /** What it holds now, tensors in TensorFlow.js or bytes on WebGPU: flat from window to window. */
  readonly held: number;
  /** Cuts both crops out of a frame. The image may be closed afterwards. */
  crop(image: ImageBitmap, face: Rectangle, context: Rectangle): Crops;
  /** Crops of these values, row-major, RGB, in the model's input range; for golden vectors. */
  cropsOf(face: Float32Array<ArrayBuffer>, context: Float32Array<ArrayBuffer>): Crops;
  /** An empty window, one at a time: dispose it before the next one. */
  window(options?: WindowOptions): Window;
  dispose(): void;
}

export interface WindowOptions {
  /** Gives waiting tasks a turn between the stages of a frame. */
  yieldToTasks?: () => Promise<void>;
  taps?: Taps;
}

/** Sees maps under their PyTorch names. Each one costs a read-back. */
export interface Taps {
  watches(name: string): boolean;
  see(name: string, values: Float32Array): void;
}

/** The stream of one window. */
export interface Window {
  /** Takes a further frame. Disposes neither crop. On a GPU it resolves when the work is submitted. */
  push(crops: Crops): Promise<void>;
  /** The answer so far; needs two frames. One small read-back. */
  finish(): Promise<WindowOutput>;
  dispose(): void;
}

export function disposeCrops({ face, context }: Crops): void {
  face.dispose();
  context.dispose();
}
