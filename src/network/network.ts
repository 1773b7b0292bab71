import type { Rectangle } from '../geometry';
import { ruleOf, type Architecture, type CropName, type CropRule, type Model } from '../model/manifest';
import type { Answer } from './answer';
import { appearance } from './appearance';
import { advanceDepth, finishDepth, startDepth, type DepthState } from './depth';
import { depthMap, type DepthMap } from './depthMap';
import type { WindowOutput } from './evidence';
import type { Ops } from './ops';
import { texture } from './texture';

/** A frame's input crops, in the backend's form. */
export type Crops<M = Crop> = Partial<Record<CropName, M>>;

/** Names of the crops that the network reads from a window's first frame, or from a further one. */
export function cropsSeen({ texture = {}, depth }: Architecture, first: boolean): CropName[] {
  const seen = Object.values(texture).map(({ crop }) => crop);
  return [...(first || depth ? (['face'] as const) : []), 'context', ...seen];
}

/** Calls `make` for each crop that the network reads from a window's first frame, or from a further one. */
export function forCropsSeen<T>(
  { architecture, crops }: Pick<Model, 'architecture' | 'crops'>,
  first: boolean,
  make: (name: CropName, rule: CropRule) => T,
): Crops<T> {
  const seen = cropsSeen(architecture, first);
  return Object.fromEntries(seen.map((name) => [name, make(name, ruleOf(crops, name))]));
}

/** Calls `change` for each crop that is present. */
export function mapCrops<From, To>(
  crops: Crops<From>,
  change: (crop: From, name: CropName) => To,
): Crops<To> {
  const entries = Object.entries(crops) as [CropName, From][];
  return Object.fromEntries(entries.map(([name, crop]) => [name, change(crop, name)]));
}

/** All that a window carries from one frame to the next. */
export interface State<M> extends Partial<DepthMap<M>>, Partial<DepthState<M>> {
  /** Vector of the first frame's appearance. */
  appearance: M;
  /** Luminance of the last frame's context crop. */
  luminance: M;
  /** Flow moments of the last steps. */
  moments?: M;
  /** Logits of the texture networks, frame after frame. */
  logits?: M;
}

/** The first frame of a window. */
export async function start<M>(o: Ops<M>, a: Architecture, crops: Crops<M>): Promise<State<M>> {
  const [face, context] = [cropOf(crops, 'face'), cropOf(crops, 'context')];
  const seen = await appearance(o, a.appearance, context, face);
  await o.stage();
  return {
    appearance: seen.vector,
    ...(a.depthMap && depthMap(o, a.depthMap, seen)),
    luminance: o.luminance(context),
    ...(await textures(o, a, crops)),
    ...(a.depth && (await startDepth(o, a.depth, face))),
  };
}

/** A further frame. The work is the same for each. */
export async function advance<M>(
  o: Ops<M>,
  a: Architecture,
  state: State<M>,
  crops: Crops<M>,
): Promise<State<M>> {
  const luminance = o.luminance(cropOf(crops, 'context'));
  const moments = o.tap('moments', o.flowMoments(state.luminance, luminance));
  return {
    ...state,
    luminance,
    moments: o.append(state.moments, [moments], a.frames - 1),
    ...(await textures(o, a, crops, state.logits)),
    ...(a.depth && (await advanceDepth(o, a.depth, state as DepthState<M>, cropOf(crops, 'face')))),
  };
}

/**
 * The answer for a window, which may continue afterwards.
 *
 * @throws {RangeError} before the second frame
 */
export function finish<M>(o: Ops<M>, a: Architecture, state: State<M> | undefined): Answer<M> {
  if (!state?.moments) throw new RangeError('A window needs at least two frames.');
  const { appearance, moments, logits, relief, reliefShift, refined } = state;
  return {
    surroundings: o.dense('classifier.of_appearance', [appearance], 'linear'),
    moments,
    ...(logits && { logits }),
    ...(relief && reliefShift && { relief, reliefShift }),
    ...(refined && finishDepth(o, refined)),
  };
}

/** Appends the frame's logits of all texture networks to those of earlier frames. */
async function textures<M>(
  o: Ops<M>,
  { frames, texture: networks }: Architecture,
  crops: Crops<M>,
  before?: M,
): Promise<Pick<State<M>, 'logits'>> {
  if (!networks) return {};
  const logits: M[] = [];
  for (const [name, network] of Object.entries(networks))
    logits.push(await texture(o, `texture.${name}`, network, cropOf(crops, network.crop)));
  return { logits: o.append(before, logits, frames) };
}

/** @throws {RangeError} where the frame lacks it */
export function cropOf<M>(crops: Crops<M>, name: CropName): M {
  const crop = crops[name];
  if (crop === undefined) throw new RangeError(`The frame lacks its crop named ${name}.`);
  return crop;
}

/** A crop in the backend's memory; only the network that made it reads it. */
export interface Crop {
  /** Its values, row-major, RGB, in the crop's range; resolves when the crop has been cut. */
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/** The network on one backend, from the frame to the score. */
export interface Network {
  readonly model: Model;
  /** How much it holds now, tensors in TensorFlow.js or bytes on WebGPU; constant from window to window. */
  readonly held: number;
  /** Cuts these rectangles, px, out of a frame. The image may be closed afterwards. */
  crop(image: ImageBitmap, parts: Crops<Rectangle>): Crops;
  /** Crops of these values, row-major, RGB, in each crop's range; for golden vectors. */
  cropsOf(values: Crops<Float32Array<ArrayBuffer>>): Crops;
  /** An empty window, one at a time: dispose it before the next one. */
  window(options?: WindowOptions): WindowStream;
  dispose(): void;
}

export interface WindowOptions {
  /** Gives waiting tasks a turn between the stages of a frame. */
  yieldToTasks?: () => Promise<void>;
  taps?: Taps;
}

/** Receives feature maps by their PyTorch names. Each costs a read-back. */
export interface Taps {
  watches(name: string): boolean;
  see(name: string, values: Float32Array): void;
}

/** The stream of one window. */
export interface WindowStream {
  /** Takes a further frame. Disposes no crop. On a GPU it resolves when the work is submitted. */
  push(crops: Crops): Promise<void>;
  /**
   * The answer so far; needs two frames. One small read-back.
   *
   * @param pace mean time between frames, in units of the model's interval (`paceOf`)
   */
  finish(pace?: number): Promise<WindowOutput>;
  dispose(): void;
}

export function disposeCrops(crops: Crops): void {
  for (const crop of Object.values(crops)) crop.dispose();
}
