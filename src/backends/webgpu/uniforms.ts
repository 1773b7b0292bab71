/** Values of a uniform's members by name. */
export interface Fields {
  readonly [name: string]: number | readonly number[] | Fields;
}

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
    const value = fields[name];
    if (value === undefined) throw new RangeError(`The uniform ${name} is missing.`);
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
