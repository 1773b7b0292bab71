import { replay as replayMembers } from '../../../kernels/prelude.wgsl';
import type { Precision } from '../backend';
import type { Taps } from '../../network/network';
import { bytesPerScalar, fromScalars, packMap, planeLength, planesOf, toScalars, unpackMap } from './layout';
import type { Arena } from './memory';
import type { Pipelines } from './pipelines';
import {
  UNIFORM,
  type Dispatch,
  type Kernel,
  type List,
  type MapRef,
  type Memory,
  type Tap,
} from './recorder';
import { writeFields, type Fields } from './uniforms';

/** A dispatch that is ready to be encoded. */
export interface Runnable {
  pipeline: GPUComputePipeline;
  /** Offset of its `Uniforms`, in bytes. */
  uniform: number;
  workgroups: readonly [x: number, y: number];
  /** The video frame that it reads. */
  image?: GPUBindGroup;
}

/** A list whose kernels are compiled. */
export interface RunnableList {
  dispatches: readonly (Dispatch & Runnable)[];
  taps: readonly Tap[];
}

/** What a replay is given: the struct of the same name in prelude.wgsl. */
export interface ReplayInput {
  /** Places in their rings, in pixels, of the crops in the order of `CROPS`. */
  crops: readonly number[];
  steps: number;
}

/** A recording's memory on a device; replays its lists. Nothing is allocated after `open` but for read-backs. */
export class Replay {
  readonly #input: DataView<ArrayBuffer>;
  /** Dispatches that the next submit begins with. */
  #ahead: Runnable[] = [];

  private constructor(
    readonly device: GPUDevice,
    private readonly precision: Precision,
    private readonly buffers: Record<Arena | 'weights' | 'constants' | 'uniforms' | 'replay', GPUBuffer>,
    private readonly group: GPUBindGroup,
  ) {
    this.#input = new DataView(new ArrayBuffer(buffers.replay.size));
  }

  static open(device: GPUDevice, pipelines: Pipelines, memory: Memory): Replay {
    const { precision, lengths, weights, constants } = memory;
    const { STORAGE, UNIFORM: UNIFORMS, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const scalar = bytesPerScalar[precision];
    const create = (label: string, bytes: number, usage: number) =>
      // A binding may not be empty.
      device.createBuffer({ label, size: Math.max(bytes, 64), usage: usage | COPY_DST });
    const filled = (label: string, parts: readonly (Float32Array | Uint16Array)[]) => {
      const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const buffer = create(label, bytes, STORAGE);
      let offset = 0;
      for (const part of parts) {
        device.queue.writeBuffer(buffer, offset, part as Float32Array<ArrayBuffer>);
        offset += part.byteLength;
      }
      return buffer;
    };
    const buffers = {
      maps: create('maps', 4 * scalar * lengths.maps, STORAGE | COPY_SRC),
      floats: create('floats', 4 * lengths.floats, STORAGE | COPY_SRC),
      weights: filled(
        'weights',
        weights.map((values) => toScalars(values, precision)),
      ),
      constants: filled('constants', constants),
      uniforms: create('uniforms', memory.uniforms.byteLength, UNIFORMS),
      replay: create('replay', 32, UNIFORMS),
    };
    device.queue.writeBuffer(buffers.uniforms, 0, memory.uniforms.buffer);
    const { uniforms, ...others } = buffers;
    const resources = [others.maps, others.floats, others.weights, others.constants].map((buffer) => ({
      buffer,
    }));
    const group = device.createBindGroup({
      layout: pipelines.memory,
      entries: [...resources, { buffer: uniforms, size: UNIFORM }, { buffer: others.replay }].map(
        (resource, binding) => ({ binding, resource }),
      ),
    });
    return new Replay(device, precision, buffers, group);
  }

  /** Compiles a list's kernels, all at the same time. */
  static async compile(pipelines: Pipelines, { dispatches, taps }: List): Promise<RunnableList> {
    const compiled = dispatches.map(async (dispatch) => {
      const pipeline = await pipelines.compile(dispatch.kernel, dispatch.overrides);
      return { ...dispatch, pipeline };
    });
    return { dispatches: await Promise.all(compiled), taps };
  }

  get bytes(): number {
    return Object.values(this.buffers).reduce((sum, { size }) => sum + size, 0);
  }

  /** Has the next submit begin with these dispatches. */
  prepend(dispatches: readonly Runnable[]): void {
    this.#ahead.push(...dispatches);
  }

  /** Submits the waiting dispatches at once; call it before you overwrite what they read. */
  flush(): void {
    if (this.#ahead.length > 0) this.#submit((encoder) => this.#encode(encoder, []));
  }

  /** Says what the lists from now on are given. */
  give(given: ReplayInput): void {
    writeFields(this.#input, replayMembers, { ...given });
    this.device.queue.writeBuffer(this.buffers.replay, 0, this.#input.buffer);
  }

  /**
   * Submits a list: one pass, unless maps are tapped. Resolves when it is submitted, or when all taps have been seen.
   *
   * @param cleared maps that are zeros when it begins
   * @param end is called before the submit, after the last dispatch
   */
  async run(
    { dispatches, taps: places }: RunnableList,
    {
      cleared = [],
      taps,
      end,
    }: { cleared?: readonly MapRef[]; taps?: Taps; end?: (e: GPUCommandEncoder) => void } = {},
  ): Promise<void> {
    const watched = taps ? places.filter(({ name }) => taps.watches(name)) : [];
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

  /** A map's values, channels last; `place`: that of a crop in its ring. */
  async read(map: MapRef, place = 0): Promise<Float32Array> {
    const encoder = this.device.createCommandEncoder();
    if (this.#ahead.length > 0) this.#encode(encoder, []);
    const staging = this.#copied(encoder, map, place);
    this.device.queue.submit([encoder.finish()]);
    return this.#values(staging, map);
  }

  /** Copies the first numbers of a vector, which are always fp32, to another buffer; returns how many bytes. */
  copyFloats(
    encoder: GPUCommandEncoder,
    { region }: MapRef,
    length: number,
    target: GPUBuffer,
    offset: number,
  ): number {
    const bytes = 4 * length;
    encoder.copyBufferToBuffer(this.buffers.floats, 4 * region.offset, target, offset, bytes);
    return bytes;
  }

  /** Writes a map's values, channels last; `place`: that of a crop in its ring. */
  write({ region, shape }: MapRef, values: ArrayLike<number>, place = 0): void {
    const { arena } = region;
    const bytes =
      arena === 'maps' ? toScalars(packMap(values, shape), this.precision) : Float32Array.from(values);
    this.device.queue.writeBuffer(
      this.buffers[arena],
      this.#bytesPerItem(arena) * (region.offset + place),
      bytes,
    );
  }

  /** Writes the `Uniforms` of a dispatch that changes with the frame. */
  writeUniforms(uniform: number, { uniforms }: Kernel, fields: Fields): void {
    const view = new DataView(new ArrayBuffer(UNIFORM));
    writeFields(view, uniforms, fields);
    this.device.queue.writeBuffer(this.buffers.uniforms, uniform, view.buffer);
  }

  destroy(): void {
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
  }

  #submit(encode: (encoder: GPUCommandEncoder) => void): void {
    const encoder = this.device.createCommandEncoder();
    encode(encoder);
    this.device.queue.submit([encoder.finish()]);
  }

  /** Encodes the waiting dispatches and these in one pass; each sees what those before it wrote. */
  #encode(encoder: GPUCommandEncoder, dispatches: readonly Runnable[]): void {
    const all = [...this.#ahead, ...dispatches];
    this.#ahead = [];
    const pass = encoder.beginComputePass();
    for (const { pipeline, uniform, workgroups, image } of all) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, this.group, [uniform]);
      if (image) pass.setBindGroup(1, image);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
  }

  #clear(encoder: GPUCommandEncoder, { region: { arena, offset, length } }: MapRef): void {
    const item = this.#bytesPerItem(arena);
    encoder.clearBuffer(this.buffers[arena], item * offset, item * length);
  }

  #copied(encoder: GPUCommandEncoder, { region, shape }: MapRef, place: number): GPUBuffer {
    const { arena } = region;
    const item = this.#bytesPerItem(arena);
    const size = item * (arena === 'maps' ? planesOf(shape.channels) * planeLength(shape) : shape.channels);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.device.createBuffer({ label: 'read-back', size, usage });
    encoder.copyBufferToBuffer(this.buffers[arena], item * (region.offset + place), staging, 0, size);
    return staging;
  }

  async #values(staging: GPUBuffer, { region, shape }: MapRef): Promise<Float32Array> {
    try {
      await staging.mapAsync(GPUMapMode.READ);
      const bytes = staging.getMappedRange().slice(0);
      return region.arena === 'maps'
        ? unpackMap(fromScalars(bytes, this.precision), shape)
        : new Float32Array(bytes);
    } finally {
      staging.destroy();
    }
  }

  #bytesPerItem(arena: Arena): number {
    return arena === 'maps' ? 4 * bytesPerScalar[this.precision] : 4;
  }
}
