import type { CropName } from '../../model/manifest';
import { pitchOf, planeLength, planesOf } from './layout';
import { NOWHERE, type MapRef } from './memory';

/**
 * Values of a uniform's members by name. A map stands for its `Map` or its offset, a list of maps or vectors for its `Joined`;
 * where they lie is asked for when the uniform is written.
 */
export interface Fields {
  readonly [name: string]: number | readonly number[] | MapRef | readonly MapRef[] | Fields;
}

/** The crops in the order in which `ReplayInput` of prelude.wgsl has them. */
export const CROPS = ['face', 'context', 'near', 'wide'] as const satisfies CropName[];

/** A limit that no sum meets. */
export const LARGEST = 3.4e38;

/**
 * Writes a uniform.
 *
 * @throws {RangeError} where a member has no value, or a value no member
 */
export function writeFields(
  view: DataView,
  members: Readonly<Record<string, WgslMember>>,
  fields: Fields,
  start = 0,
): void {
  const unknown = Object.keys(fields).find((name) => !(name in members));
  if (unknown !== undefined) throw new RangeError(`The kernel has no uniform named ${unknown}.`);
  for (const [name, { offset, type, members: inner }] of Object.entries(members)) {
    const field = fields[name];
    if (field === undefined) throw new RangeError(`The uniform ${name} is missing.`);
    const value = located(type, field);
    if (inner) {
      writeFields(view, inner, value as Fields, start + offset);
      continue;
    }
    for (const [index, number] of [value as number | number[]].flat().entries()) {
      const at = start + offset + 4 * index;
      if (type.endsWith('f32') || type.endsWith('f')) view.setFloat32(at, number, true);
      // Modulo 2^32, as WGSL adds.
      else view.setUint32(at, number, true);
    }
  }
}

/** A member's numbers, or its own members; maps and vectors say where they lie. */
function located(type: string, field: Fields[string]) {
  if (type === 'Map') return mapFields(field as MapRef);
  if (type === 'Joined') return joinedFields(field as readonly MapRef[]);
  return (field as Partial<MapRef>).region?.offset ?? field;
}

/** `Map` of prelude.wgsl. */
function mapFields({ region, shape, crop }: MapRef): Fields {
  return {
    start: region.offset,
    width: shape.width,
    height: shape.height,
    pitch: pitchOf(shape),
    plane: planeLength(shape),
    planes: planesOf(shape.channels),
    crop: cropNumber(crop),
  };
}

/** `Joined` of prelude.wgsl: the planes of maps or the numbers of vectors. */
function joinedFields(inputs: readonly MapRef[]): Fields {
  if (inputs.length > 4) throw new RangeError('A kernel joins at most four inputs.');
  if (inputs.length > 1 && inputs.some(({ crop }) => crop)) throw new RangeError('A kernel joins no crop.');
  const [firsts, starts] = [new Array<number>(4).fill(NOWHERE), new Array<number>(4).fill(0)];
  let first = 0;
  for (const [index, { region, shape }] of inputs.entries()) {
    const isMap = region.arena === 'maps';
    firsts[index] = first;
    starts[index] = region.offset - first * (isMap ? planeLength(shape) : 1);
    first += isMap ? planesOf(shape.channels) : shape.channels;
  }
  return { firsts, starts };
}

/** `crop` of an input as prelude.wgsl counts them. */
export function cropNumber(crop: CropName | undefined): number {
  return crop ? 1 + CROPS.indexOf(crop) : 0;
}
