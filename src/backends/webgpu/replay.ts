import { replay as replayMembers } from '../../../kernels/prelude.wgsl';
import type { Precision } from '../backend';
import type { Taps } from '../../network/network';
import {
  fromScalars,
  lengthOf,
  packMap,
  planeLength,
  planesOf,
  toScalars,
  unpackMap,
  WORKGROUP,
} from './layout';
import { bytesPerItem, type Arena } from './memory';
import type { Pipelines } from './pipelines';
import {
  type MapRef,
  UNIFORM,
  type Dispatch,
  type Kernel,
  type List,
  type Memory,
  type Tap,
} from './recorder';
import { writeFields, type Fields } from './uniforms';

/** A dispatch that is ready to be encoded. */
export interface Runnable extends Pick<Dispatch, 'uniform' | 'threads'> {
  pipeline: GPUComputePipeline;
  /** The video frame that it reads. */
  image?: GPUBindGroup;
}

/** A list whose kernels are compiled. */
export interface RunnableList extends List {
  dispatches: (Dispatch & Runnable)[];
}

/** A recording's memory on a device; replays its lists. Nothing is allocated after `open` but for taps and crops' data. */
export class Replay {
  /** Dispatches that the next submit begins with. */
  #ahead: Runnable[] = [];

  private constructor(
    readonly device: GPUDevice,
    private readonly precision: Precision,
    private readonly buffers: Record<Arena | 'uniforms' | 'replay' | 'answer', GPUBuffer>,
    private readonly group: GPUBindGroup,
  ) {}

  /** `answer`: vectors that `answer` reads back. */
  static open(
    device: GPUDevice,
    pipelines: Pipelines,
    { precision, lengths, weights, constants, uniforms }: Memory,
    answer: readonly MapRef[] = [],
  ): Replay {
    const { STORAGE, UNIFORM: UNIFORMS, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const create = (label: string, bytes: number, usage: number) =>
      // A binding may not be empty.
      device.createBuffer({ label, size: Math.max(bytes, 64), usage: usage | COPY_DST });
    const filled = (label: string, values: BufferSource, usage: number) => {
      const buffer = create(label, values.byteLength, usage);
      device.queue.writeBuffer(buffer, 0, values);
      return buffer;
    };
    const bound = {
      maps: create('maps', bytesPerItem('maps', precision) * lengths.maps, STORAGE | COPY_SRC),
      floats: create('floats', bytesPerItem('floats', precision) * lengths.floats, STORAGE | COPY_SRC),
      weights: filled('weights', toScalars(weights, precision), STORAGE),
      constants: filled('constants', constants, STORAGE),
      uniforms: filled('uniforms', uniforms, UNIFORMS),
      replay: create('replay', UNIFORM, UNIFORMS),
    };
    // Mapped ranges are whole multiples of eight bytes.
    const buffers = { ...bound, answer: create('answer', 8 * Math.ceil(lengthOf(answer) / 2), MAP_READ) };
    const entries = Object.values(bound).map((buffer, binding) => {
      return { binding, resource: buffer === bound.uniforms ? { buffer, size: UNIFORM } : { buffer } };
    });
    const group = device.createBindGroup({ layout: pipelines.memory, entries });
    return new Replay(device, precision, buffers, group);
  }

  /** Compiles a list's kernels, all at the same time. */
  static async compile(pipelines: Pipelines, list: List): Promise<RunnableList> {
    const compiled = list.dispatches.map(async (dispatch) => {
      const pipeline = await pipelines.compile(dispatch.kernel, dispatch.overrides);
      return { ...dispatch, pipeline };
    });
    return { ...list, dispatches: await Promise.all(compiled) };
  }

  get bytes(): number {
    return Object.values(this.buffers).reduce((sum, { size }) => sum + size, 0);
  }

  /** Makes the next submit begin with these dispatches. */
  prepend(dispatches: readonly Runnable[]): void {
    this.#ahead.push(...dispatches);
  }

  /** Submits the waiting dispatches at once; call it before you overwrite what they read. */
  flush(): void {
    if (this.#ahead.length > 0) this.#submit((encoder) => this.#encode(encoder, []));
  }

  /**
   * Sets the `ReplayInput` (prelude.wgsl) of the lists from now on.
   *
   * @param crops places in their rings, in pixels, in the order of `CROPS`
   */
  give(crops: readonly number[], steps: number): void {
    this.#writeUniform(this.buffers.replay, 0, replayMembers, { crops, steps });
  }

  /**
   * Submits a list: one pass, unless maps are tapped. Resolves when it is submitted, or when all taps have been seen.
   *
   * @param end is called before the submit, after the last dispatch
   */
  async run(
    { cleared, dispatches, taps: places }: RunnableList,
    taps?: Taps,
    end?: (encoder: GPUCommandEncoder) => void,
  ): Promise<void> {
    const watched = places.filter(({ name, map }) => taps?.watches(name) && map.region.placed);
    const copies: { tap: Tap; staging: GPUBuffer }[] = [];
    this.#submit((encoder) => {
      for (const map of cleared) this.#clear(encoder, map);
      let done = 0;
      for (const tap of watched) {
        this.#encode(encoder, dispatches.slice(done, tap.after));
        done = tap.after;
        copies.push({ tap, staging: this.#copied(encoder, tap.map, 0) });
      }
      this.#encode(encoder, dispatches.slice(done));
      end?.(encoder);
    });
    for (const { tap, staging } of copies) taps?.see(tap.name, await this.#values(staging, tap.map));
  }

  /** Submits a list and reads the first numbers of vectors back, one after the other; `lengthOf`: how many of each. */
  async answer(
    list: RunnableList,
    vectors: readonly MapRef[],
    lengthOf: (vector: MapRef) => number,
    taps?: Taps,
  ): Promise<Float32Array> {
    const { floats, answer } = this.buffers;
    let bytes = 0;
    await this.run(list, taps, (encoder) => {
      for (const vector of vectors) {
        const size = 4 * lengthOf(vector);
        encoder.copyBufferToBuffer(floats, 4 * vector.region.offset, answer, bytes, size);
        bytes += size;
      }
    });
    const values = await mapped(answer, bytes);
    answer.unmap();
    return new Float32Array(values);
  }

  /** A map's values, channels last; `place`: that of a crop in its ring. */
  async read(map: MapRef, place = 0): Promise<Float32Array> {
    const staging = this.#submit((encoder) => {
      this.#encode(encoder, []);
      return this.#copied(encoder, map, place);
    });
    return this.#values(staging, map);
  }

  /** Writes a map's values, channels last; `place`: that of a crop in its ring. */
  write({ region, shape }: MapRef, values: ArrayLike<number>, place = 0): void {
    const { arena, offset } = region;
    const bytes =
      arena === 'maps' ? toScalars(packMap(values, shape), this.precision) : Float32Array.from(values);
    const start = bytesPerItem(arena, this.precision) * (offset + place);
    this.device.queue.writeBuffer(this.buffers[arena], start, bytes);
  }

  /** Writes the `Uniforms` of a dispatch that changes with the frame. */
  writeUniforms(uniform: number, { uniforms }: Kernel, fields: Fields): void {
    this.#writeUniform(this.buffers.uniforms, uniform, uniforms, fields);
  }

  destroy(): void {
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
  }

  #submit<T>(encode: (encoder: GPUCommandEncoder) => T): T {
    const encoder = this.device.createCommandEncoder();
    const result = encode(encoder);
    this.device.queue.submit([encoder.finish()]);
    return result;
  }

  /** Encodes the waiting dispatches and these in one pass; each sees what those before it wrote. */
  #encode(encoder: GPUCommandEncoder, dispatches: readonly Runnable[]): void {
    const all = [...this.#ahead, ...dispatches];
    this.#ahead = [];
    const pass = encoder.beginComputePass();
    for (const { pipeline, uniform, threads, image } of all) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, this.group, [uniform]);
      if (image) pass.setBindGroup(1, image);
      pass.dispatchWorkgroups(Math.ceil(threads[0] / WORKGROUP), threads[1]);
    }
    pass.end();
  }

  #writeUniform(buffer: GPUBuffer, offset: number, members: Kernel['uniforms'], fields: Fields): void {
    const view = new DataView(new ArrayBuffer(UNIFORM));
    writeFields(view, members, fields);
    this.device.queue.writeBuffer(buffer, offset, view.buffer);
  }

  #clear(encoder: GPUCommandEncoder, { region: { arena, offset, length } }: MapRef): void {
    const item = bytesPerItem(arena, this.precision);
    encoder.clearBuffer(this.buffers[arena], item * offset, item * length);
  }

  #copied(encoder: GPUCommandEncoder, { region, shape }: MapRef, place: number): GPUBuffer {
    const { arena } = region;
    const item = bytesPerItem(arena, this.precision);
    const size = item * (arena === 'maps' ? planesOf(shape.channels) * planeLength(shape) : shape.channels);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.device.createBuffer({ label: 'read-back', size, usage });
    encoder.copyBufferToBuffer(this.buffers[arena], item * (region.offset + place), staging, 0, size);
    return staging;
  }

  async #values(staging: GPUBuffer, { region, shape }: MapRef): Promise<Float32Array> {
    try {
      const bytes = await mapped(staging);
      return region.arena === 'maps'
        ? unpackMap(fromScalars(bytes, this.precision), shape)
        : new Float32Array(bytes);
    } finally {
      staging.destroy();
    }
  }
}

/** A copy of a buffer's first bytes, which stay mapped. */
async function mapped(buffer: GPUBuffer, bytes = buffer.size): Promise<ArrayBuffer> {
  await buffer.mapAsync(GPUMapMode.READ, 0, bytes);
  return buffer.getMappedRange(0, bytes).slice(0);
}
