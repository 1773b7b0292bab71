import type { Rectangle } from '../../geometry';
import type { CropName, Model } from '../../model/manifest';
import { Weights } from '../../model/weights';
import { answerValues } from '../../network/answer';
import { windowOutput, type WindowOutput } from '../../network/evidence';
import {
  cropOf,
  cropsSeen,
  type Crop,
  type Crops,
  type Network,
  type Taps,
  type WindowStream,
  type WindowOptions,
} from '../../network/network';
import { flowSize, Rigidity } from '../../network/rigidity';
import { Cropper, RingCrop } from './crop';
import type { Precision } from '../backend';
import { Pipelines } from './pipelines';
import { recordNetwork, type Recording } from './record';
import type { List, MapRef } from './recorder';
import { Replay, type RunnableList } from './replay';
import { CROPS } from './uniforms';

/** Crops may belong to as many windows: one that is read, one that waits or is filled, and two that are kept as evidence. */
export const WINDOWS = 4;

/**
 * The network on our own kernels. All memory and pipelines are made while it loads; a frame is one submit of one
 * pass, its crops included where nothing came between, and state stays on the GPU.
 */
export class WebGPUNetwork implements Network {
  #failure: string | undefined;
  #windows = 0;
  readonly #ending = new AbortController();

  private constructor(
    readonly model: Model,
    private readonly replay: Replay,
    private readonly recording: Recording<RunnableList>,
    private readonly cropper: Cropper,
    private readonly rigidity: Rigidity,
  ) {
    const { signal } = this.#ending;
    const onError = ({ error }: GPUUncapturedErrorEvent) => (this.#failure ??= error.message);
    replay.device.addEventListener('uncapturederror', onError, { signal });
  }

  /** Rejects where the device cannot compile a kernel or hold the maps. */
  static async create(
    device: GPUDevice,
    precision: Precision,
    model: Model,
    bytes: ArrayBuffer,
  ): Promise<WebGPUNetwork> {
    const weights = new Weights(model.weightsManifest, bytes);
    const places = WINDOWS * model.architecture.frames + 1;
    const { memory, rings, ...recording } = await recordNetwork(model, weights, precision, places);
    device.pushErrorScope('validation');
    device.pushErrorScope('out-of-memory');
    const pipelines = new Pipelines(device, precision);
    const replay = Replay.open(device, pipelines, memory, Object.values<MapRef>({ ...recording.answer }));
    const errors = [device.popErrorScope(), device.popErrorScope()];
    try {
      const [compiled, cropper] = await Promise.all([
        compile(pipelines, recording),
        Cropper.create(replay, pipelines, rings),
      ]);
      for (const error of await Promise.all(errors)) if (error) throw new Error(error.message);
      const rigidity = new Rigidity(weights, flowSize(model.crops));
      return new WebGPUNetwork(model, replay, compiled, cropper, rigidity);
    } catch (error) {
      replay.destroy();
      throw error;
    }
  }

  /** Bytes on the GPU, the last video frame aside. */
  get held(): number {
    return this.replay.bytes;
  }

  /** The dispatches of a window's first frame and of a further frame, for measuring. */
  get dispatches(): Record<'first' | 'further', RunnableList['dispatches']> {
    const { start, advance } = this.recording;
    return { first: start.dispatches, further: advance[0].dispatches };
  }

  /** Submits dispatches by themselves, for measuring. */
  submit(dispatches: RunnableList['dispatches']): void {
    this.replay.prepend(dispatches);
    this.replay.flush();
  }

  crop(image: ImageBitmap, parts: Crops<Rectangle>): Crops<RingCrop> {
    this.#forget();
    return this.cropper.crop(image, parts);
  }

  cropsOf(values: Crops<Float32Array<ArrayBuffer>>): Crops<RingCrop> {
    this.#forget();
    return this.cropper.cropsOf(values);
  }

  window({ taps }: WindowOptions = {}): WindowStream {
    let frames = 0;
    let open = true;
    this.#windows += 1;
    return {
      push: async (crops) => {
        frames += 1;
        await this.#push(crops, frames, taps);
      },
      finish: async (pace) => {
        if (frames < 2) throw new RangeError('A window needs at least two frames.');
        return this.#finish(frames, taps, pace);
      },
      dispose: () => {
        if (open) this.#windows -= 1;
        open = false;
      },
    };
  }

  dispose(): void {
    this.#ending.abort();
    this.cropper.destroy();
    this.replay.destroy();
  }

  /** Forgets an error that can have spoilt no crop and no window. */
  #forget(): void {
    if (!this.cropper.held && this.#windows === 0) this.#failure = undefined;
  }

  async #push(crops: Crops<Crop>, frames: number, taps: Taps | undefined): Promise<void> {
    const steps = frames - 1;
    const seen = cropsSeen(this.model.architecture, steps === 0);
    const places = CROPS.map((name) => (seen.includes(name) ? placeOf(crops, name) : 0));
    this.replay.give(places, steps);
    const { start, advance } = this.recording;
    await this.replay.run(steps === 0 ? start : advance[steps % 2 === 1 ? 0 : 1], taps);
  }

  /** Rejects when the device is lost or has reported an error. */
  async #finish(frames: number, taps: Taps | undefined, pace?: number): Promise<WindowOutput> {
    const { finish, answer } = this.recording;
    /** A history has what the window's frames have appended. */
    const lengthOf = ({ shape: { channels }, history }: MapRef) =>
      history ? Math.min((frames - history.first) * history.length, channels) : channels;
    const values = await this.replay.answer(finish, Object.values<MapRef>({ ...answer }), lengthOf, taps);
    if (this.#failure !== undefined) throw new Error(`The GPU reported an error: ${this.#failure}`);
    return windowOutput(answerValues(answer, values, lengthOf), this.rigidity, this.model, pace);
  }
}

function placeOf(crops: Crops<Crop>, name: CropName): number {
  const crop = cropOf(crops, name);
  if (crop instanceof RingCrop) return crop.place;
  throw new TypeError('This crop was made by another network.');
}

/** Compiles the kernels of all lists at the same time. */
async function compile(
  pipelines: Pipelines,
  { start, advance: [odd, even], finish, answer }: Recording,
): Promise<Recording<RunnableList>> {
  const runnable = (list: List) => Replay.compile(pipelines, list);
  const lists = await Promise.all([runnable(start), runnable(odd), runnable(even), runnable(finish)]);
  return { start: lists[0], advance: [lists[1], lists[2]], finish: lists[3], answer };
}
