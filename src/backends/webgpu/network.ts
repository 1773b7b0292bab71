import type { Rectangle } from '../../geometry';
import type { CropName, Model } from '../../model/manifest';
import { Weights } from '../../model/weights';
import { answerValues, windowOutput, type WindowOutput } from '../../network/evidence';
import {
  cropsSeen,
  type Answer,
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
import type { MapRef } from './recorder';
import { Replay, type RunnableList } from './replay';
import { CROPS } from './tiles';

/** Crops may belong to as many windows: one that is read, one that waits and one that is filled. */
const WINDOWS = 3;

/** The lists of the network, ready to be replayed. */
interface Lists {
  start: RunnableList;
  advance: [odd: RunnableList, even: RunnableList];
  finish: RunnableList;
}

/** Where a window's answer lies, and the buffer that it is read back through. */
interface AnswerPlace {
  maps: Answer<MapRef>;
  staging: GPUBuffer;
}

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
    private readonly lists: Lists,
    private readonly cleared: readonly MapRef[],
    private readonly answer: AnswerPlace,
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
    const recording = await recordNetwork(model, weights, precision, places);
    device.pushErrorScope('validation');
    device.pushErrorScope('out-of-memory');
    const pipelines = new Pipelines(device, precision);
    const replay = Replay.open(device, pipelines, recording.memory);
    const answer = { maps: recording.answer, staging: staging(device, recording.answer) };
    const errors = [device.popErrorScope(), device.popErrorScope()];
    try {
      const { rings, cleared } = recording;
      const [lists, cropper] = await Promise.all([
        compile(pipelines, recording),
        Cropper.create(replay, pipelines, rings, model.crops, places),
      ]);
      for (const error of await Promise.all(errors)) if (error) throw new Error(error.message);
      const rigidity = new Rigidity(weights, flowSize(model.crops));
      return new WebGPUNetwork(model, replay, lists, cleared, answer, cropper, rigidity);
    } catch (error) {
      replay.destroy();
      answer.staging.destroy();
      throw error;
    }
  }

  /** Bytes on the GPU, the last video frame aside. */
  get held(): number {
    return this.replay.bytes + this.answer.staging.size;
  }

  /** The dispatches of a window's first frame and of a further frame, for measuring. */
  get dispatches(): Record<'first' | 'further', RunnableList['dispatches']> {
    return { first: this.lists.start.dispatches, further: this.lists.advance[0].dispatches };
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
    this.answer.staging.destroy();
  }

  /** Forgets an error that can have spoilt no crop and no window. */
  #forget(): void {
    if (!this.cropper.held && this.#windows === 0) this.#failure = undefined;
  }

  async #push(crops: Crops<Crop>, frames: number, taps: Taps | undefined): Promise<void> {
    const steps = frames - 1;
    const seen = cropsSeen(this.model.architecture, steps === 0);
    this.replay.give({
      crops: CROPS.map((name) => (seen.includes(name) ? placeOf(name, crops[name]) : 0)),
      steps,
    });
    const { start, advance } = this.lists;
    if (steps === 0) await this.replay.run(start, { cleared: this.cleared, taps });
    else await this.replay.run(advance[steps % 2 === 1 ? 0 : 1], { taps });
  }

  /** Rejects when the device is lost or has reported an error. */
  async #finish(frames: number, taps: Taps | undefined, pace?: number): Promise<WindowOutput> {
    const { maps, staging } = this.answer;
    /** A history has what the window's frames have appended. */
    const lengthOf = ({ shape: { channels }, history }: MapRef) =>
      history ? Math.min((frames - history.first) * history.length, channels) : channels;
    let bytes = 0;
    const end = (encoder: GPUCommandEncoder) => {
      for (const map of Object.values(maps) as MapRef[])
        bytes += this.replay.copyFloats(encoder, map, lengthOf(map), staging, bytes);
    };
    await this.replay.run(this.lists.finish, { taps, end });
    await staging.mapAsync(GPUMapMode.READ, 0, bytes);
    const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
    staging.unmap();
    if (this.#failure !== undefined) throw new Error(`The GPU reported an error: ${this.#failure}`);
    return windowOutput(answerValues(maps, values, lengthOf), this.rigidity, this.model, pace);
  }
}

function placeOf(name: CropName, crop: Crop | undefined): number {
  if (!crop) throw new RangeError(`The frame lacks its crop named ${name}.`);
  if (crop instanceof RingCrop) return crop.place;
  throw new TypeError('This crop was made by another network.');
}

async function compile(pipelines: Pipelines, recording: Recording): Promise<Lists> {
  const [start, odd, even, finish] = await Promise.all(
    [recording.start, ...recording.advance, recording.finish].map((list) => Replay.compile(pipelines, list)),
  );
  if (!start || !odd || !even || !finish) throw new RangeError('A list is missing.');
  return { start, advance: [odd, even], finish };
}

function staging(device: GPUDevice, answer: Answer<MapRef>): GPUBuffer {
  const length = (Object.values(answer) as MapRef[]).reduce((sum, { shape }) => sum + shape.channels, 0);
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  // Mapped ranges are whole multiples of eight bytes.
  return device.createBuffer({ label: 'answer', size: 8 * Math.ceil(length / 2), usage });
}
