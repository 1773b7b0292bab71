import type { CropName } from '../../model/manifest';
import type { Precision } from '../backend';
import { bytesPerScalar, type MapShape } from './layout';

/** `maps` counts vec4 of scalars, `floats` counts f32. */
export type Arena = 'maps' | 'floats';

/** Bytes of an arena's item. */
export function bytesPerItem(arena: Arena, precision: Precision): number {
  return arena === 'maps' ? 4 * bytesPerScalar[precision] : 4;
}

/** The offset of a region that nobody reads, so that it is not written either; as in prelude.wgsl. */
export const NOWHERE = 0xffffffff;

/** A part of an arena; it gets its place when all dispatches are known. */
export class Region {
  #offset = NOWHERE;
  #same: Region | undefined;

  /** `kind`: regions of one kind may take each other's place. */
  constructor(
    readonly arena: Arena,
    readonly length: number,
    readonly kind: string,
  ) {}

  get offset(): number {
    return this.#same?.offset ?? this.#offset;
  }

  /** The region itself, or the one whose place it shares. */
  get root(): Region {
    return this.#same ?? this;
  }

  get placed(): boolean {
    return this.offset !== NOWHERE;
  }

  place(offset: number): void {
    this.#offset = offset;
  }

  /** Makes this region share the place of `other`. */
  become(other: Region): void {
    if (this.kind !== other.kind) throw new RangeError(`A ${this.kind} cannot be where a ${other.kind} is.`);
    this.#same = other;
  }
}

/** A map or a vector of the recorded network. */
export interface MapRef {
  readonly region: Region;
  readonly shape: MapShape;
  /** Set for a crop: it lies in its ring, where each replay says. */
  readonly crop?: CropName;
  /** Set for a history: vectors of `length` numbers, one appended in every frame from the one numbered `first` on. */
  readonly history?: { length: number; first: number };
}

/** The regions that a dispatch reads and writes. */
export interface Use {
  label: string;
  reads: readonly { region: Region }[];
  writes: readonly { region: Region }[];
  /** The kernel leaves out what nobody reads. */
  optional?: boolean;
}

/**
 * Gives every region that is read or kept its place and returns the arenas' lengths. A region that is not kept takes the
 * place of one of its kind that no later dispatch uses: of its own shape alone, so that zeros around maps stay zeros.
 */
export function assign(uses: readonly Use[], kept: ReadonlySet<Region>): Record<Arena, number> {
  const lengths: Record<Arena, number> = { maps: 0, floats: 0 };
  const free = new Map<string, number[]>();
  const rootsOf = (refs: Use['reads']) => refs.map(({ region }) => region.root);
  const read = new Set([...kept, ...uses.flatMap(({ reads }) => rootsOf(reads))]);
  const last = new Map<Region, Use>();
  for (const use of uses)
    for (const region of [...rootsOf(use.reads), ...rootsOf(use.writes)]) last.set(region, use);
  const place = (region: Region) => {
    if (region.placed) return;
    const { arena, length, kind } = region;
    const known = free.get(kind)?.pop();
    region.place(known ?? lengths[arena]);
    if (known === undefined) lengths[arena] += length;
  };
  for (const region of kept) place(region);
  for (const use of uses) {
    const [reads, writes] = [rootsOf(use.reads), rootsOf(use.writes)];
    for (const region of writes) {
      if (read.has(region)) place(region);
      else if (!use.optional) throw new RangeError(`Nothing reads what ${use.label} writes.`);
    }
    if (!reads.every(({ placed }) => placed)) throw new RangeError(`Nothing writes what ${use.label} reads.`);
    for (const region of new Set([...reads, ...writes])) {
      if (!region.placed || last.get(region) !== use || kept.has(region)) continue;
      free.set(region.kind, [...(free.get(region.kind) ?? []), region.offset]);
    }
  }
  return lengths;
}
