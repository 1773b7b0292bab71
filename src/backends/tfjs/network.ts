import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Rectangle } from '../../geometry';
import { ruleOf, type Model } from '../../model/manifest';
import { Weights } from '../../model/weights';
import { windowOutput, type WindowOutput } from '../../network/evidence';
import { answerValues } from '../../network/answer';
import {
  advance,
  finish,
  mapCrops,
  start,
  type Crops,
  type Network,
  type State,
  type WindowStream,
  type WindowOptions,
} from '../../network/network';
import { flowSize, Rigidity } from '../../network/rigidity';
import { cropPixels } from './crop';
import { KeptTensors, TfjsOps } from './ops';

/** The network on TensorFlow.js' current backend; a crop is a tensor, 1 x size x size x 3. */
export class TfjsNetwork implements Network {
  readonly #kept: KeptTensors;
  readonly #rigidity: Rigidity;

  constructor(
    readonly model: Model,
    bytes: ArrayBuffer,
  ) {
    const weights = new Weights(model.weightsManifest, bytes);
    this.#kept = new KeptTensors(weights);
    this.#rigidity = new Rigidity(weights, flowSize(model.crops));
  }

  get held(): number {
    return tf.memory().numTensors;
  }

  crop(frame: ImageBitmap, parts: Crops<Rectangle>): Crops {
    return cropPixels(frame, this.model.crops, parts);
  }

  cropsOf(values: Crops<Float32Array<ArrayBuffer>>): Crops {
    return mapCrops(values, (crop, name) => {
      const { size } = ruleOf(this.model.crops, name);
      return tf.tensor4d(crop, [1, size, size, 3]);
    });
  }

  window(options: WindowOptions = {}): WindowStream {
    return new TfjsWindow(this.model, this.#kept, this.#rigidity, options);
  }

  dispose(): void {
    this.#kept.dispose();
  }
}

/** Ends the run of a frame whose window was disposed meanwhile. */
const DISPOSED = new Error('The window was disposed.');

class TfjsWindow implements WindowStream {
  readonly #ops: TfjsOps;
  #state: State<Tensor> | undefined;
  #busy = false;
  #disposed = false;

  constructor(
    private readonly model: Model,
    kept: KeptTensors,
    private readonly rigidity: Rigidity,
    private readonly options: WindowOptions,
  ) {
    const onStage = async () => {
      await options.yieldToTasks?.();
      if (this.#disposed) throw DISPOSED;
    };
    this.#ops = new TfjsOps(kept, onStage, options.taps);
  }

  async push(crops: Crops): Promise<void> {
    const { architecture } = this.model;
    // The network takes only the crops that it made itself.
    const inputs = crops as Crops<Tensor>;
    this.#busy = true;
    try {
      this.#state = await (this.#state
        ? advance(this.#ops, architecture, this.#state, inputs)
        : start(this.#ops, architecture, inputs));
      await this.#ops.showTapped();
    } catch (error) {
      if (error !== DISPOSED) throw error;
    } finally {
      this.#busy = false;
      this.#release();
    }
  }

  async finish(pace?: number): Promise<WindowOutput> {
    const answer = finish(this.#ops, this.model.architecture, this.#state);
    const packed = tf.tidy(() =>
      tf.concat(Object.values<Tensor>({ ...answer }).map((part) => tf.reshape(part, [-1]))),
    );
    try {
      const values = answerValues(answer, (await packed.data()) as Float32Array, ({ size }) => size);
      await this.#ops.showTapped();
      return windowOutput(values, this.rigidity, this.model, pace);
    } finally {
      packed.dispose();
      this.#release();
    }
  }

  dispose(): void {
    this.#disposed = true;
    // A frame that is under way lets go of the rest when it ends.
    if (!this.#busy) this.#release();
  }

  /** Lets go of all tensors but the state's, and of these with the window. */
  #release(): void {
    this.#ops.retain(new Set(this.#state && !this.#disposed ? Object.values(this.#state) : []));
  }
}
