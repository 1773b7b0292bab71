import { GpuMemory } from '../../backends/webgpu/gpuMemory';
import type { Region } from '../../backends/webgpu/region';
import { encode, Launches, type Encoded, type Launch } from '../../backends/webgpu/launches';
import { planeLength, unpackMap, type Tile } from '../../backends/webgpu/maps';
import { Pipelines } from '../../backends/webgpu/pipelines';
import { readBack } from '../../backends/webgpu/readBack';
import type { Variant } from '../../backends/webgpu/variant';
import type { Architecture } from '../model';
import { planAppearance } from './appearance';
import { planBackbone } from './backbone';
import { planClassifier } from './classifier';
import { planFeatures } from './features';
import { planFlow } from './flow';
import type { Observable, Slot } from './observable';
import type { Parameters } from '../parameters';
import { planTemporal } from './temporal';
import { MOMENTS } from '../rigidity';

/** Crops that may wait or be read: of a window read, one that waits and one that is filled, and one from outside. */
const WINDOWS = 3;

/** What a frame and a window's end submit. */
interface Recorded {
  stems: Launch[];
  backbone: [Launch[], Launch[]];
  steps: [Launch[], Launch[]];
  /** The appearance branch over each crop. */
  contexts: Launch[][];
  faces: Launch[][];
  /** Of the context crop, by slot and place; of a step, by slot and place. */
  luminance: [Launch[], Launch[]];
  moments: [Launch[], Launch[]];
  classifier: Launch[];
}

/** Memory that the plan's owner and its windows touch. */
interface Held {
  faces: Region[];
  contexts: Region[];
  /** Cleared when a window begins. */
  states: Region[];
  /** Number of steps taken, one f32. */
  stepCount: Region;
  result: Region;
  /** Of the steps, at their places. */
  moments: Region;
  staging: GPUBuffer;
  observable: Observable;
}

/**
 * The network on our own kernels: every buffer, pipeline and bind group is made once, a frame is one submit of one
 * pass, its crops included where nothing came between, and state stays on the GPU. It streams one window at a time.
 */
export class DepthPlan {
  #frames = 0;
  #failure: string | undefined;
  /** Crops that the next submit makes. */
  #ahead: readonly Encoded[] = [];
  readonly #ending = new AbortController();

  private constructor(
    readonly memory: GpuMemory,
    readonly architecture: Architecture,
    private readonly recorded: Recorded,
    private readonly held: Held,
  ) {
    const { signal } = this.#ending;
    const onError = ({ error }: GPUUncapturedErrorEvent) => (this.#failure ??= error.message);
    memory.device.addEventListener('uncapturederror', onError, { signal });
  }

  /** Rejects where this adapter cannot run a kernel or hold a map. */
  static async create(
    device: GPUDevice,
    { scalar, tile }: Variant,
    architecture: Architecture,
    parameters: Parameters,
  ): Promise<DepthPlan> {
    const memory = new GpuMemory(device, scalar);
    try {
      return await DepthPlan.#record(memory, tile, architecture, parameters);
    } catch (error) {
      memory.destroy();
      throw error;
    }
  }

  static async #record(
    memory: GpuMemory,
    tile: Tile,
    architecture: Architecture,
    parameters: Parameters,
  ): Promise<DepthPlan> {
    const { device, scalar } = memory;
    const { face_size: faceSize, context_size: contextSize, depth_size: size, frames } = architecture;
    if (faceSize !== 4 * size) throw new RangeError('The middle level must have the size of the depth map.');
    if (faceSize !== contextSize) throw new RangeError('Both crops go through the same maps.');
    device.pushErrorScope('validation');
    device.pushErrorScope('out-of-memory');
    const launches = new Launches(memory, new Pipelines(device, scalar));
    const build = { memory, launches, parameters, tile, spare: memory.floats('spare', 4) };
    const crops = (name: string, side: number, count: number) =>
      Array.from({ length: count }, (_, index) =>
        memory.plane(`${name} ${String(index)}`, { width: side, height: side, channels: 3 }),
      );
    const faces = crops('face', faceSize, WINDOWS * frames + 1);
    const contexts = crops('context', contextSize, WINDOWS * frames + 1);
    const backbone = planBackbone(build, architecture, faces);
    const features = planFeatures(build, architecture, backbone);
    const temporal = planTemporal(build, architecture, features);
    const appearance = planAppearance(build, architecture, contexts, faces);
    const flow = planFlow(build, architecture, contexts);
    const classifier = planClassifier(build, architecture, temporal.sum, appearance.vector);
    const staging = memory.staging('result', 4 * (size * size + 1 + MOMENTS * (frames - 1)));
    const both = (slots: [Promise<Launch>[], Promise<Launch>[]], before: Promise<Launch>[] = []) =>
      Promise.all([Promise.all([...before, ...slots[0]]), Promise.all([...before, ...slots[1]])]);
    const each = (crops: Promise<Launch>[][]) => Promise.all(crops.map((crop) => Promise.all(crop)));
    const errors = [device.popErrorScope(), device.popErrorScope()];
    const [stems, backbones, steps, ofContexts, ofFaces, luminance, moments, classifying] = await Promise.all(
      [
        Promise.all(backbone.stems),
        both(features.launches, backbone.rest),
        both(temporal.launches),
        each(appearance.contexts),
        each(appearance.faces),
        both(flow.luminance),
        both(flow.moments),
        Promise.all([classifier.launch]),
      ],
    );
    const recorded = {
      stems,
      backbone: backbones,
      steps,
      contexts: ofContexts,
      faces: ofFaces,
      luminance,
      moments,
      classifier: classifying,
    };
    const held = {
      faces,
      contexts,
      states: temporal.states,
      stepCount: classifier.steps,
      result: classifier.result,
      moments: flow.result,
      staging,
      observable: new Map([
        ...backbone.observable,
        ...features.observable,
        ...temporal.observable,
        ['appearance', { vector: appearance.vector }] as const,
        ['moments', { steps: flow.result }] as const,
      ]),
    };
    for (const error of await Promise.all(errors)) {
      if (error) throw new Error(error.message);
    }
    return new DepthPlan(memory, architecture, recorded, held);
  }

  /** Where crops go, by number; the last one is for crops from outside the ring. */
  get crops(): { faces: readonly Region[]; contexts: readonly Region[] } {
    return this.held;
  }

  /** What a further frame consists of. */
  get launches(): Launch[] {
    const { stems, backbone, steps, luminance, moments } = this.recorded;
    const firsts = [luminance, moments].flatMap(([slot]) => slot.slice(0, 1));
    return [...stems.slice(0, 1), ...backbone[0], ...firsts, ...steps[0]];
  }

  /** Has the next submit begin with these launches. */
  prepend(launches: readonly Encoded[]): void {
    this.#ahead = [...this.#ahead, ...launches];
  }

  /** Submits what still waits for a frame; before anything that it reads is written again. */
  flush(): void {
    if (this.#ahead.length > 0) this.#submit([], []);
  }

  /** What went wrong on this device until now was told, or is another plan's: nothing that is held comes of it. */
  forget(): void {
    this.#failure = undefined;
  }

  /** Begins a window with the crops of these numbers; whatever the plan knew of another one is gone. */
  start(face: number, context: number): void {
    const { stems, backbone, contexts, faces, luminance } = this.recorded;
    this.#frames = 1;
    const appearance = [...(contexts[context] ?? []), ...(faces[face] ?? [])];
    const slot = this.#slot;
    this.#submit([stems[face], ...backbone[slot], ...appearance, luminance[slot][context]], this.held.states);
  }

  /** A further frame. */
  advance(face: number, context: number): void {
    this.#frames += 1;
    const { stems, backbone, steps, luminance, moments } = this.recorded;
    const slot = this.#slot;
    const movement = [luminance[slot][context], moments[slot][this.#stepPlace]];
    this.#submit([stems[face], ...backbone[slot], ...movement, ...steps[slot]], []);
  }

  /**
   * Mean refined depth, row-major, the logit that depth and appearance make, and the moments of the steps. Rejects when the
   * device is lost or reported an error.
   */
  async finish(): Promise<Float32Array> {
    const { stepCount, result, moments, staging } = this.held;
    const { device } = this.memory;
    device.queue.writeBuffer(stepCount.buffer, 0, Float32Array.of(this.#frames - 1));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    encode(pass, this.recorded.classifier);
    pass.end();
    const still = 4 * (this.architecture.depth_size ** 2 + 1);
    const moving = 4 * MOMENTS * Math.min(this.#frames - 1, this.#stepPlaces);
    const bytes = still + moving;
    encoder.copyBufferToBuffer(result.buffer, 0, staging, 0, still);
    encoder.copyBufferToBuffer(moments.buffer, 0, staging, still, moving);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ, 0, bytes);
    const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
    staging.unmap();
    if (this.#failure !== undefined) throw new Error(`The GPU reported an error: ${this.#failure}`);
    return values;
  }

  /** Names of the blocks whose output can be looked at. */
  get observable(): string[] {
    return [...this.held.observable.keys()];
  }

  /** A block's output for the last frame, channels last. */
  async read(name: string): Promise<Float32Array> {
    const output = this.held.observable.get(name);
    if (!output) throw new RangeError(`The plan keeps no output named ${name}.`);
    const { device, scalar } = this.memory;
    if ('vector' in output) return readBack(device, output.vector, 'f32');
    if ('steps' in output) {
      const first = MOMENTS * this.#stepPlace;
      return (await readBack(device, output.steps, 'f32')).subarray(first, first + MOMENTS);
    }
    const { region, shape, first = 0 } = 'map' in output ? output.map : output.maps[this.#slot];
    return unpackMap(
      (await readBack(device, region, scalar)).subarray(4 * first * planeLength(shape)),
      shape,
    );
  }

  destroy(): void {
    this.#ending.abort();
    this.memory.destroy();
  }

  /** Slot of the current frame's features. */
  get #slot(): Slot {
    return this.#frames % 2 === 1 ? 0 : 1;
  }

  /** Places for the moments of steps: as many as a window has. In a longer one the last steps have taken them. */
  get #stepPlaces(): number {
    return this.architecture.frames - 1;
  }

  /** The place of the last step. */
  get #stepPlace(): number {
    return (this.#frames - 2) % this.#stepPlaces;
  }

  #submit(launches: readonly (Launch | undefined)[], cleared: readonly Region[]): void {
    const encoder = this.memory.device.createCommandEncoder();
    for (const { buffer } of cleared) encoder.clearBuffer(buffer);
    const pass = encoder.beginComputePass();
    encode(pass, [...this.#ahead, ...launches.filter((launch) => launch !== undefined)]);
    pass.end();
    this.#ahead = [];
    this.memory.device.queue.submit([encoder.finish()]);
  }
}
