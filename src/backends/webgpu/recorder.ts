import type { CropName } from '../../model/manifest';
import type { Weights } from '../../model/weights';
import type { Precision } from '../backend';
import { bytesPerScalar, mapLength, planeLength, planesOf, type MapShape } from './layout';
import { assign, Region, type Arena, type MapRef, type Use } from './memory';
import { packRows } from './packMatrices';
import { writeFields, type Fields } from './uniforms';
export type { MapRef };

/** A WGSL module. */
export interface Kernel {
  source: string;
  uniforms: Readonly<Record<string, WgslMember>>;
}

/** Where a layer's parameters lie, in items of their buffer. */
export interface Placed {
  place: number;
  bytes: number;
}

/** A dispatch as an operation describes it. */
export interface Described extends Use {
  kernel: Kernel;
  /** Values of the kernel's `override`s. */
  overrides?: Record<string, number>;
  reads: readonly MapRef[];
  writes: readonly MapRef[];
  parameters?: readonly Placed[];
  threads: readonly [x: number, y: number];
  /** The kernel's `Uniforms`. */
  uniforms: Fields;
  multiplyAdds?: number;
}

/** A dispatch as it is replayed. */
export interface Dispatch extends Described {
  /** Offset of its `Uniforms`, in bytes. */
  uniform: number;
  multiplyAdds: number;
}

/** A map that can be looked at after the first `after` dispatches of its list. */
export interface Tap {
  name: string;
  map: MapRef;
  after: number;
}

/** The work of one replay. */
export interface List {
  /** Maps that are zeros when it begins. */
  cleared: MapRef[];
  dispatches: Dispatch[];
  taps: Tap[];
}

/** Parameters by the names that PyTorch gave them. */
export type Parameters = Pick<Weights, 'filter' | 'matrix' | 'bias' | 'slope'>;

/** The device memory that the lists need before the first replay. */
export interface Memory {
  precision: Precision;
  /** Lengths in items. */
  lengths: Record<Arena, number>;
  weights: Float32Array<ArrayBuffer>;
  constants: Float32Array<ArrayBuffer>;
  uniforms: ArrayBuffer;
}

/** Every adapter accepts offsets of uniforms that are multiples of it, in bytes. */
export const UNIFORM = 256;

/**
 * Records operations as dispatches. `list` runs a part of the network's description; `end` gives every map its
 * memory and fills the lists' uniforms.
 */
export class Recorder {
  readonly #lists: List[] = [];
  readonly #taken = new WeakSet<MapRef>();
  readonly #kept = new Set<Region>();
  readonly #weights = new Parts();
  readonly #constants = new Parts();
  #uniforms = 0;

  constructor(
    readonly parameters: Parameters,
    readonly precision: Precision,
  ) {}

  /** A map that the next dispatch writes. */
  map(shape: MapShape): MapRef {
    const { width, height, channels } = shape;
    const kind = `map of ${[width, height, planesOf(channels)].join(' x ')}`;
    return { region: new Region('maps', mapLength(shape), kind), shape };
  }

  /** A map that is zeros when this list begins. */
  zeros(shape: MapShape): MapRef {
    const map = this.keep(this.map(shape));
    this.#list.cleared.push(map);
    return map;
  }

  /** A vector that the next dispatch writes; its memory holds whole fours. */
  vector(length: number): MapRef {
    const region = new Region('floats', 4 * planesOf(length), `vector of ${String(length)}`);
    return { region, shape: { width: 1, height: 1, channels: length } };
  }

  /** The number of the list that is being recorded, from 0. */
  get number(): number {
    return this.#lists.length - 1;
  }

  /** A ring of crops; each replay gives the place in it. */
  ring(crop: CropName, size: number, places: number): MapRef {
    const shape = { width: size, height: size, channels: 3 };
    const region = new Region('maps', places * planeLength(shape), `ring of ${crop} crops`);
    return this.keep({ region, shape, crop });
  }

  /** Gives the map memory of its own, which holds from one replay to the next. */
  keep(map: MapRef): MapRef {
    this.#kept.add(map.region.root);
    return map;
  }

  /** Places a map of a later replay where a kept one of an earlier replay lies. */
  tie(later: MapRef, earlier: MapRef): void {
    if (later.region.root === earlier.region.root) return;
    if (this.#kept.has(later.region.root)) throw new RangeError('This map lies elsewhere already.');
    later.region.become(earlier.region.root);
  }

  /** The map after an operation in place; `map` cannot be read any more. */
  takeOver(map: MapRef): MapRef {
    this.#check(map);
    this.#taken.add(map);
    return { ...map };
  }

  /** Where a layer's matrices lie; `pack` is called once a name. */
  weights(name: string, pack: () => Float32Array<ArrayBuffer>): Placed {
    return this.#weights.add(name, pack, 16, bytesPerScalar[this.precision]);
  }

  /** Where biases and the like lie, in vec4. */
  constants(name: string, pack: () => Float32Array<ArrayBuffer>): Placed {
    return this.#constants.add(name, pack, 4, 4);
  }

  /** Where a layer's weights lie, a row for each input or tap, and its biases after them. */
  matrix(name: string): Placed {
    return this.constants(name, () => packRows(this.parameters.matrix(name), this.parameters.bias(name)));
  }

  dispatch(described: Described): void {
    for (const map of described.reads) this.#check(map);
    this.#list.dispatches.push({ multiplyAdds: 0, ...described, uniform: this.reserve() });
  }

  tap(name: string, map: MapRef): MapRef {
    this.#check(map);
    this.#list.taps.push({ name, map, after: this.#list.dispatches.length });
    return map;
  }

  /** Reserves a uniform and returns its offset: a dispatch's, or one that is written when a frame comes. */
  reserve(): number {
    return UNIFORM * this.#uniforms++;
  }

  /** Runs a part of the description and keeps the maps that it returns; its list can be replayed after `end`. */
  async list<T extends object>(describe: () => T | Promise<T>): Promise<{ result: T; list: List }> {
    this.#lists.push({ cleared: [], dispatches: [], taps: [] });
    const result = await describe();
    for (const map of Object.values(result) as MapRef[]) this.keep(map);
    return { result, list: this.#list };
  }

  end(): Memory {
    const dispatches = this.#lists.flatMap((list) => list.dispatches);
    const lengths = assign(dispatches, this.#kept);
    const uniforms = new DataView(new ArrayBuffer(UNIFORM * this.#uniforms));
    for (const { kernel, uniforms: fields, uniform } of dispatches)
      writeFields(uniforms, kernel.uniforms, fields, uniform);
    const [weights, constants] = [this.#weights.values, this.#constants.values];
    return { precision: this.precision, lengths, weights, constants, uniforms: uniforms.buffer };
  }

  get #list(): List {
    const list = this.#lists.at(-1);
    if (!list) throw new RangeError('No list is being recorded.');
    return list;
  }

  #check(map: MapRef): void {
    if (this.#taken.has(map)) throw new RangeError('This map was changed in place: read what came of it.');
  }
}

/** Parameters one after the other, each once. */
class Parts {
  readonly #parts = new Map<string, Placed & { values: Float32Array }>();
  #length = 0;

  /** `item`: values of an item. */
  add(name: string, pack: () => Float32Array, item: number, bytesPerValue: number): Placed {
    const known = this.#parts.get(name);
    if (known) return known;
    const values = pack();
    const part = { values, place: this.#length / item, bytes: bytesPerValue * values.length };
    this.#parts.set(name, part);
    this.#length += values.length;
    return part;
  }

  get values(): Float32Array<ArrayBuffer> {
    const all = new Float32Array(this.#length);
    let end = 0;
    for (const { values } of this.#parts.values()) {
      all.set(values, end);
      end += values.length;
    }
    return all;
  }
}
