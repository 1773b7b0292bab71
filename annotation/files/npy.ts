/** An array in NumPy's own format, version 1.0: numpy/lib/format.py. C order, little-endian. */
export function npy(values: Uint8Array | Int16Array | Float32Array, shape: readonly number[]): Uint8Array {
  const type = { Uint8Array: '|u1', Int16Array: '<i2', Float32Array: '<f4' }[values.constructor.name];
  if (type === undefined) throw new TypeError(`no NumPy type for ${values.constructor.name}`);
  const length = shape.reduce((product, side) => product * side, 1);
  if (length !== values.length) throw new RangeError(`${values.length} values for a shape of ${length}`);
  return withHeader(type, shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** A one-dimensional array of texts. */
export function npyOfTexts(texts: readonly string[]): Uint8Array {
  const codes = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  const width = Math.max(1, ...codes.map(({ length }) => length));
  const values = new Uint32Array(texts.length * width);
  codes.forEach((code, index) => values.set(code, index * width));
  return withHeader(`<U${width}`, [texts.length], new Uint8Array(values.buffer));
}

/** Data starts at a multiple of this. */
const ALIGNMENT = 64;

function withHeader(type: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const sides = shape.length === 1 ? `${shape.join()},` : shape.join(', ');
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sides}), }`;
  const head = 10;
  const padded = Math.ceil((head + description.length + 1) / ALIGNMENT) * ALIGNMENT - head;
  const file = Buffer.alloc(head + padded + data.length);
  file.write('\x93NUMPY\x01\x00', 'latin1');
  file.writeUInt16LE(padded, 8);
  file.write(`${description.padEnd(padded - 1)}\n`, head, 'latin1');
  file.set(data, head + padded);
  return file;
}
