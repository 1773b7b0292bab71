import { add, concat, dispose, div, keep, mul, reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { appearanceBranch } from './appearanceBranch';
import { backbone } from './backbone';
import type { OpenBlocks } from './blocks';
import { classifier } from './classifier';
import { cropPixels } from './cropPixels';
import { show, type FeatureMap, type Layers, type Observer } from './layers';
import type { Architecture, Model } from './model';
import type { Breathe, Network, Window, WindowOutput } from './network';
import type { Rectangle } from './rectangle';
import { openStockBlocks } from './stockBlocks';
import { propagate, reduce, shortTerm, type Recurrence, type Reduced } from './temporalModule';
import { Weights } from './weights';
import { windowScore } from './windowScore';

/** All that a window carries from one frame to the next; owned and disposed by the window. */
interface State {
  frames: number;
  older: Reduced;
  recurrence: Recurrence | undefined;
  refinedSum: FeatureMap | undefined;
  appearance: Tensor2D;
}

/** The depth network on TensorFlow.js' current backend; one instance per loaded model and backend. */
export class DepthNetwork implements Network {
  readonly architecture: Architecture;
  readonly #layers: Layers;

  /** `openBlocks` makes what it is put together from, TensorFlow.js' operations if left out. */
  constructor(model: Model, bytes: ArrayBuffer, openBlocks: OpenBlocks = openStockBlocks) {
    this.architecture = model.architecture;
    const weights = new Weights(model.weightsManifest, bytes);
    this.#layers = { weights, blocks: openBlocks(weights) };
  }

  crop(image: ImageBitmap, face: Rectangle, context?: Rectangle): FeatureMap[] {
    const { face_size: faceSize, context_size: contextSize } = this.architecture;
    const cuts = [{ rectangle: face, size: faceSize }];
    if (context) cuts.push({ rectangle: context, size: contextSize });
    return cropPixels(image, cuts);
  }

  window(breathe: Breathe = () => Promise.resolve()): NetworkWindow {
    return new NetworkWindow(this.architecture, this.#layers, breathe);
  }

  observed(observer: Observer): NetworkWindow {
    return new NetworkWindow(this.architecture, { ...this.#layers, observer }, () => Promise.resolve());
  }

  dispose(): void {
    this.#layers.blocks.dispose();
    this.#layers.weights.dispose();
  }
}

export class NetworkWindow implements Window {
  #state: State | undefined;
  #disposed = false;

  constructor(
    private readonly architecture: Architecture,
    private readonly layers: Layers,
    private readonly breathe: Breathe,
  ) {}

  /**
   * `face`: 1 x 128 x 128 x 3 in [-0.5, 0.5]; `context`: the surroundings of the window's first frame, same range,
   * read only then. Neither is disposed.
   */
  async push(face: FeatureMap, context: FeatureMap): Promise<void> {
    const features = await this.#run(backbone(this.layers, face, this.architecture.depth_size));
    const newer = reduce(this.layers, features, this.architecture.depth_size);
    dispose([features.low, features.middle, features.high]);
    await this.breathe();
    const state = this.#state;
    if (this.#disposed) dispose({ ...newer });
    else if (state) this.#advance(state, newer);
    else await this.#start(newer, face, context);
  }

  /** Frames pushed so far. */
  get frames(): number {
    return this.#state?.frames ?? 0;
  }

  async finish(): Promise<WindowOutput> {
    const state = this.#state;
    if (!state?.refinedSum) throw new RangeError('A window needs at least two frames.');
    const { refinedSum, appearance, frames } = state;
    const packed = tidy(() => {
      const depth = div<FeatureMap>(refinedSum, frames - 1);
      const logit = classifier(this.layers, depth, appearance);
      show(this.layers.observer, 'refined', () => depth);
      show(this.layers.observer, 'classifier', () => logit);
      return concat([reshape(depth, [-1]), reshape(logit, [-1])], 0);
    });
    try {
      const values = (await packed.data()) as Float32Array;
      const size = this.architecture.depth_size;
      const depthMap = values.slice(0, size * size);
      const logit = values[size * size] ?? NaN;
      return { depthMap, logit, score: windowScore(depthMap, logit, size, this.architecture.beta) };
    } finally {
      packed.dispose();
    }
  }

  dispose(): void {
    this.#disposed = true;
    if (!this.#state) return;
    const { older, recurrence, refinedSum, appearance } = this.#state;
    dispose([appearance, refinedSum, { ...older }, { ...recurrence }]);
    this.#state = undefined;
  }

  async #start(older: Reduced, face: FeatureMap, context: FeatureMap): Promise<void> {
    const bottlenecks = this.architecture.appearance;
    try {
      const appearance = await this.#run(appearanceBranch(this.layers, bottlenecks, context, face));
      if (this.#disposed) dispose([appearance, { ...older }]);
      else this.#state = { frames: 1, older, recurrence: undefined, refinedSum: undefined, appearance };
    } catch (error) {
      dispose({ ...older });
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

  #advance(state: State, newer: Reduced): void {
    const { alpha, hidden } = this.architecture;
    const { older, recurrence, refinedSum } = state;
    const next = tidy(() => {
      const fused = shortTerm(this.layers, older, newer);
      const { first, second } = propagate(this.layers, fused, hidden, recurrence);
      // D_refined of frame t (paper eq. 4).
      const multi = this.layers.blocks.toTensor(second);
      const refined = add<FeatureMap>(mul(older.depth, 1 - alpha), mul(multi, alpha));
      return { first, second, refinedSum: keep(refinedSum ? add<FeatureMap>(refinedSum, refined) : refined) };
    });
    dispose([refinedSum, { ...older }, { ...recurrence }]);
    state.frames += 1;
    state.older = newer;
    state.recurrence = { first: next.first, second: next.second };
    state.refinedSum = next.refinedSum;
  }
}
