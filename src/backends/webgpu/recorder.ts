import type { CropName } from '../../model/manifest';
import type { Filter } from '../../model/weights';
import type { Precision } from '../backend';
import { bytesPerScalar, mapLength, planeLength, planesOf, WORKGROUP, type MapShape } from './layout';
import { assign, Region, type Arena, type Use } from './memory';
import { writeFields, type Fields } from './uniforms';

/** A map or a vector of the recorded network. */
export interface MapRef {
  readonly region: Region;
  readonly shape: MapShape;
  /** Set for a crop: it lies in its ring, where each replay says. */
  readonly crop?: CropName;
  /** Set for a history. */
  readonly history?: History;
}

/** Vectors of `length` numbers, of which one is appended in every frame from the one numbered `first` on. */
export interface History {
  length: number;
  first: number;
}

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
  /** The kernel's `Uniforms`, asked for when all maps have their places. */
  uniforms: () => Fields;
  multiplyAdds?: number;
}

/** A dispatch as it is replayed. */
export interface Dispatch {
  label: string;
  kernel: Kernel;
  overrides: Record<string, number>;
  workgroups: readonly [x: number, y: number];
  /** Offset of its `Uniforms`, in bytes. */
  uniform: number;
  /** Bytes that it reads or writes, each counted once. */
  bytes: number;
  multiplyAdds: number;
}

/** A map that can be looked at after the first `after` dispatches of its list. */
export interface Tap {
  name: string;
  map: MapRef;
  after: number;
}

/** What one replay does. */
export interface List {
  dispatches: readonly Dispatch[];
  taps: readonly Tap[];
}

/** Parameters by the names that PyTorch gave them. */
export interface Parameters {
  filter(name: string): Filter;
  matrix(name: string): Float32Array<ArrayBuffer>;
  bias(name: string): Float32Array<ArrayBuffer>;
  slope(name: string): Float32Array<ArrayBuffer>;
}

/** What the lists need in a device's memory before the first replay. */
export interface Memory {
  precision: Precision;
  /** Lengths in items. */
  lengths: Record<Arena, number>;
  weights: readonly Float32Array<ArrayBuffer>[];
  constants: readonly Float32Array<ArrayBuffer>[];
  uniforms: DataView<ArrayBuffer>;
}

/** Every adapter accepts offsets of uniforms that are multiples of it, in bytes. */
export const UNIFORM = 256;

/**
 * Writes down what operations would do. `list` runs a part of the network's description; `end` gives every map its
 * memory and fills the lists.
 */
export class Recorder {
  readonly #described: Described[] = [];
  readonly #uniforms: { described: Described; offset: number }[] = [];
  readonly #taken = new WeakSet<MapRef>();
  readonly #kept = new Set<Region>();
  readonly #weights = new Parts();
  readonly #constants = new Parts();
  #reserved = 0;
  #taps: Tap[] = [];
  #firstOfList = 0;
  #lists = 0;

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

  /** A vector that the next dispatch writes; its memory holds whole fours. */
  vector(length: number): MapRef {
    const region = new Region('floats', 4 * Math.ceil(length / 4), `vector of ${String(length)}`);
    return { region, shape: { width: 1, height: 1, channels: length } };
  }

  /** The number of the list that is being recorded, from 0. */
  get number(): number {
    return this.#lists;
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

  /** Has a map of a later replay lie where a kept one of an earlier replay lies. */
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

  dispatch(described: Described): void {
    for (const map of described.reads) this.#check(map);
    this.#described.push(described);
  }

  tap(name: string, map: MapRef): MapRef {
    this.#check(map);
    this.#taps.push({ name, map, after: this.#described.length - this.#firstOfList });
    return map;
  }

  /** Reserves a uniform that is written when a frame comes; returns its offset. */
  reserve(): number {
    return UNIFORM * this.#reserved++;
  }

  /** Runs a part of the description; the function that it returns with its result gives the list after `end`. */
  async list<T>(describe: () => T | Promise<T>): Promise<{ result: T; list: () => List }> {
    this.#firstOfList = this.#described.length;
    this.#taps = [];
    const result = await describe();
    this.#lists += 1;
    const taps = this.#taps;
    const [first, end] = [this.#firstOfList, this.#described.length];
    const list = () => ({
      dispatches: this.#uniforms.slice(first, end).map((one) => this.#dispatchOf(one)),
      taps: taps.filter(({ map }) => map.region.placed),
    });
    return { result, list };
  }

  end(): Memory {
    const lengths = assign(this.#described, this.#kept);
    const first = this.#reserved;
    this.#described.forEach((described, index) => {
      this.#uniforms.push({ described, offset: UNIFORM * (first + index) });
    });
    const uniforms = new DataView(new ArrayBuffer(UNIFORM * (first + this.#described.length)));
    for (const { described, offset } of this.#uniforms) {
      writeFields(uniforms, described.kernel.uniforms, described.uniforms(), offset);
    }
    return {
      precision: this.precision,
      lengths,
      weights: this.#weights.all,
      constants: this.#constants.all,
      uniforms,
    };
  }

  /** Bytes of a map, or of the crop that a replay says. */
  bytesOf({ region, shape, crop }: MapRef): number {
    if (!region.placed) return 0;
    if (region.arena === 'floats') return 4 * region.length;
    return 4 * bytesPerScalar[this.precision] * (crop ? planeLength(shape) : region.length);
  }

  #dispatchOf({ described, offset }: { described: Described; offset: number }): Dispatch {
    const { label, kernel, overrides = {}, threads, reads, writes, parameters = [] } = described;
    const maps = new Map([...reads, ...writes].map((map) => [map.region.root, this.bytesOf(map)]));
    const bytes = [...maps.values(), ...parameters.map((placed) => placed.bytes)];
    return {
      label,
      kernel,
      overrides,
      workgroups: [Math.ceil(threads[0] / WORKGROUP), threads[1]],
      uniform: offset,
      bytes: bytes.reduce((sum, count) => sum + count, 0),
      multiplyAdds: described.multiplyAdds ?? 0,
    };
  }

  #check(map: MapRef): void {
    if (this.#taken.has(map)) throw new RangeError('This map was changed in place: read what came of it.');
  }
}

/** Parameters one after the other, each once. */
class Parts {
  readonly #placed = new Map<string, Placed>();
  readonly all: Float32Array<ArrayBuffer>[] = [];
  #length = 0;

  /** `item`: values of an item. */
  add(name: string, pack: () => Float32Array<ArrayBuffer>, item: number, bytesPerValue: number): Placed {
    const known = this.#placed.get(name);
    if (known) return known;
    const values = pack();
    const placed = { place: this.#length / item, bytes: bytesPerValue * values.length };
    this.#placed.set(name, placed);
    this.all.push(values);
    this.#length += values.length;
    return placed;
  }
}
