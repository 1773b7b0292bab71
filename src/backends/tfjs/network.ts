import { concat, memory, reshape, tensor4d, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Rectangle } from '../../geometry';
import type { Architecture, Model } from '../../model/manifest';
import { Weights } from '../../model/weights';
import {
  advance,
  finish,
  start,
  type Crops,
  type Network,
  type State,
  type Window,
  type WindowOptions,
} from '../../network/network';
import { flowSize, Rigidity } from '../../network/rigidity';
import { windowOutput, type WindowOutput } from '../../network/score';
import { cropPixels } from './crop';
import { Constants, TfjsOps } from './ops';

/** The depth network on TensorFlow.js' current backend; a crop is a tensor, 1 x size x size x 3. */
export class TfjsNetwork implements Network {
  readonly architecture: Architecture;
  readonly #constants: Constants;
  readonly #rigidity: Rigidity;

  constructor(
    private readonly model: Model,
    bytes: ArrayBuffer,
  ) {
    this.architecture = model.architecture;
    const weights = new Weights(model.weightsManifest, bytes);
    this.#constants = new Constants(weights);
    this.#rigidity = new Rigidity(weights, flowSize(model.architecture));
  }

  get held(): number {
    return memory().numTensors;
  }

  crop(frame: ImageBitmap, face: Rectangle, context: Rectangle): Crops {
    const { face_size: faceSize, context_size: contextSize } = this.architecture;
    const [faceCrop, contextCrop] = cropPixels(frame, this.model.input.range, [
      { rectangle: face, size: faceSize },
      { rectangle: context, size: contextSize },
    ]);
    return { face: faceCrop, context: contextCrop };
  }

  cropsOf(face: Float32Array<ArrayBuffer>, context: Float32Array<ArrayBuffer>): Crops {
    const { face_size: faceSize, context_size: contextSize } = this.architecture;
    return {
      face: tensor4d(face, [1, faceSize, faceSize, 3]),
      context: tensor4d(context, [1, contextSize, contextSize, 3]),
    };
  }

  window(options: WindowOptions = {}): Window {
    return new TfjsWindow(this.model, this.#constants, this.#rigidity, options);
  }

  dispose(): void {
    this.#constants.dispose();
  }
}

/** Ends the run of a frame whose window was disposed meanwhile. */
const DISPOSED = new Error('The window was disposed.');

class TfjsWindow implements Window {
  readonly #ops: TfjsOps;
  #state: State<Tensor> | undefined;
  #frames = 0;
  #busy = false;
  #disposed = false;

  constructor(
    private readonly model: Model,
    constants: Constants,
    private readonly rigidity: Rigidity,
    private readonly options: WindowOptions,
  ) {
    const onStage = async () => {
      await options.yieldToTasks?.();
      if (this.#disposed) throw DISPOSED;
    };
    this.#ops = new TfjsOps(constants, onStage, options.taps);
  }

  async push(crops: Crops): Promise<void> {
    const { architecture } = this.model;
    // The network takes only the crops that it made itself.
    const inputs = crops as unknown as Crops<Tensor4D>;
    this.#busy = true;
    try {
      this.#state = await (this.#state
        ? advance(this.#ops, architecture, this.#state, inputs)
        : start(this.#ops, architecture, inputs));
      this.#frames += 1;
      await this.#ops.showTapped();
    } catch (error) {
      if (error !== DISPOSED) throw error;
    } finally {
      this.#busy = false;
      this.#release();
    }
  }

  async finish(): Promise<WindowOutput> {
    if (!this.#state || this.#frames < 2) throw new RangeError('A window needs at least two frames.');
    const { depth, logit, moments } = finish(this.#ops, this.#state);
    const packed = tidy(() => concat([logit, depth, moments].map((part) => reshape(part, [-1]))));
    try {
      const values = (await packed.data()) as Float32Array;
      const answer = {
        logit: values[0] ?? NaN,
        depth: values.slice(1, 1 + depth.size),
        moments: values.subarray(1 + depth.size),
      };
      const output = windowOutput(answer, this.rigidity, this.model);
      await this.#ops.showTapped();
      const { taps } = this.options;
      if (taps?.watches('classifier')) taps.see('classifier', Float32Array.of(output.logit));
      return output;
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
    this.#ops.retain(this.#state && !this.#disposed ? Object.values(this.#state) : []);
  }
}
