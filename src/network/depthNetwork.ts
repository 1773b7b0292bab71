import { add, concat, dispose, div, keep, mul, reshape, scalar, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { appearanceBranch } from './appearanceBranch';
import { backbone } from './backbone';
import type { OpenBlocks } from './blocks';
import { classifier } from './classifier';
import { cropPixels } from './cropPixels';
import { FlowMoments } from './flowMoments';
import { show, type FeatureMap, type Layers, type Observer } from './layers';
import type { Architecture, Model } from './model';
import type { Breathe, Network, Window, WindowOutput } from './network';
import { Parameters } from './parameters';
import type { Rectangle } from './rectangle';
import { flowSize, Rigidity } from './rigidity';
import { openStockBlocks } from './stockBlocks';
import { propagate, reduce, shortTerm, type Recurrence, type Reduced } from './temporalModule';
import { Weights } from './weights';
import { windowOutput } from './windowScore';

/** All that a window carries from one frame to the next; owned and disposed by the window. */
interface State {
  frames: number;
  older: Reduced;
  recurrence: Recurrence | undefined;
  refinedSum: FeatureMap | undefined;
  appearance: Tensor2D;
  luminance: FeatureMap;
  /** Of the last steps, as many as a window has. */
  moments: Tensor2D[];
}

/** A frame's crops, each 1 x 128 x 128 x 3 in [-0.5, 0.5]. */
export interface CropTensors {
  face: FeatureMap;
  context: FeatureMap;
}

/** How the network reads movement: what it sums up on the backend, and what it makes of that. */
interface Movement {
  flow: FlowMoments;
  rigidity: Rigidity;
}

/** The depth network on TensorFlow.js' current backend; one instance per loaded model and backend. */
export class DepthNetwork implements Network {
  readonly architecture: Architecture;
  readonly #layers: Layers;
  readonly #movement: Movement;

  /** `openBlocks` makes what it is put together from, TensorFlow.js' operations if left out. */
  constructor(model: Model, bytes: ArrayBuffer, openBlocks: OpenBlocks = openStockBlocks) {
    this.architecture = model.architecture;
    const weights = new Weights(model.weightsManifest, bytes);
    this.#layers = { weights, blocks: openBlocks(weights) };
    const size = flowSize(model.architecture);
    const parameters = new Parameters(model.weightsManifest, bytes);
    this.#movement = { flow: new FlowMoments(size), rigidity: new Rigidity(parameters, size) };
  }

  crop(image: ImageBitmap, face: Rectangle, context: Rectangle): CropTensors {
    const { face_size: faceSize, context_size: contextSize } = this.architecture;
    const [ofFace, ofContext] = cropPixels(image, [
      { rectangle: face, size: faceSize },
      { rectangle: context, size: contextSize },
    ]);
    return { face: ofFace, context: ofContext };
  }

  window(breathe: Breathe = () => Promise.resolve()): NetworkWindow {
    return new NetworkWindow(this.architecture, this.#layers, this.#movement, breathe);
  }

  observed(observer: Observer): NetworkWindow {
    const layers = { ...this.#layers, observer };
    return new NetworkWindow(this.architecture, layers, this.#movement, () => Promise.resolve());
  }

  dispose(): void {
    this.#layers.blocks.dispose();
    this.#layers.weights.dispose();
    this.#movement.flow.dispose();
  }
}

export class NetworkWindow implements Window {
  #state: State | undefined;
  #disposed = false;

  constructor(
    private readonly architecture: Architecture,
    private readonly layers: Layers,
    private readonly movement: Movement,
    private readonly breathe: Breathe,
  ) {}

  /** Neither crop is disposed. */
  async push({ face, context }: CropTensors): Promise<void> {
    const features = await this.#run(backbone(this.layers, face, this.architecture.depth_size));
    const newer = reduce(this.layers, features, this.architecture.depth_size);
    dispose([features.low, features.middle, features.high]);
    await this.breathe();
    const state = this.#state;
    if (this.#disposed) dispose({ ...newer });
    else if (state) this.#advance(state, newer, context);
    else await this.#start(newer, face, context);
  }

  async finish(): Promise<WindowOutput> {
    const state = this.#state;
    if (!state?.refinedSum) throw new RangeError('A window needs at least two frames.');
    const { refinedSum, appearance, moments, frames } = state;
    const packed = tidy(() => {
      const depth = div<FeatureMap>(refinedSum, frames - 1);
      const logit = classifier(this.layers, depth, appearance);
      show(this.layers.observer, 'refined', () => depth);
      return concat([depth, logit, ...moments].map((part) => reshape(part, [-1])));
    });
    try {
      const values = (await packed.data()) as Float32Array;
      const output = windowOutput(values, this.movement.rigidity, this.architecture);
      tidy(() => {
        show(this.layers.observer, 'classifier', () => scalar(output.logit));
      });
      return output;
    } finally {
      packed.dispose();
    }
  }

  dispose(): void {
    this.#disposed = true;
    if (!this.#state) return;
    const { older, recurrence, refinedSum, appearance, luminance, moments } = this.#state;
    dispose([appearance, refinedSum, luminance, ...moments, { ...older }, { ...recurrence }]);
    this.#state = undefined;
  }

  async #start(older: Reduced, face: FeatureMap, context: FeatureMap): Promise<void> {
    const bottlenecks = this.architecture.appearance;
    const luminance = this.movement.flow.luminance(context);
    try {
      const appearance = await this.#run(appearanceBranch(this.layers, bottlenecks, context, face));
      const nothing = { recurrence: undefined, refinedSum: undefined, moments: [] };
      if (this.#disposed) dispose([appearance, luminance, { ...older }]);
      else this.#state = { frames: 1, older, appearance, luminance, ...nothing };
    } catch (error) {
      dispose([luminance, { ...older }]);
      throw error;
    }
  }

  /** Takes a part of the network through all of its stages. */
  async #run<Result>(stages: Generator<void, Result>): Promise<Result> {
    let stage = stages.next();
    while (!stage.done) {
      await this.breathe();
      stage = stages.next();
    }
    return stage.value;
  }

  #advance(state: State, newer: Reduced, context: FeatureMap): void {
    const { alpha, hidden, frames } = this.architecture;
    const { older, recurrence, refinedSum, luminance } = state;
    const { flow } = this.movement;
    const next = tidy(() => {
      const brightness = flow.luminance(context);
      const moments = flow.moments(luminance, brightness);
      show(this.layers.observer, 'moments', () => moments);
      const fused = shortTerm(this.layers, older, newer);
      const { first, second } = propagate(this.layers, fused, hidden, recurrence);
      // D_refined of frame t (paper eq. 4).
      const multi = this.layers.blocks.toTensor(second);
      const refined = add<FeatureMap>(mul(older.depth, 1 - alpha), mul(multi, alpha));
      const sum = keep(refinedSum ? add<FeatureMap>(refinedSum, refined) : refined);
      return { first, second, refinedSum: sum, brightness, moments };
    });
    dispose([refinedSum, luminance, { ...older }, { ...recurrence }]);
    if (state.moments.push(next.moments) >= frames) dispose(state.moments.shift());
    state.frames += 1;
    state.luminance = next.brightness;
    state.older = newer;
    state.recurrence = { first: next.first, second: next.second };
    state.refinedSum = next.refinedSum;
  }
}
