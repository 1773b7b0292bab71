import { readFileSync } from 'node:fs';
import { ByteBuffer } from 'flatbuffers';
import { describe, expect, it } from 'vitest';
import { withNormalisation } from './tfliteMetadata.mjs';

const bare = readFileSync(
  new URL('../node_modules/@mediapipe/face_detection/face_detection_short_range.tflite', import.meta.url),
);

/** Reads tables by field number, as the TFLite schemas number them. */
function reader(bytes) {
  const bb = new ByteBuffer(new Uint8Array(bytes));
  const slot = (table, number) => {
    const offset = bb.__offset(table, 4 + 2 * number);
    return offset ? table + offset : undefined;
  };
  return {
    bb,
    root: bb.__indirect(0),
    table: (parent, number) => bb.__indirect(slot(parent, number)),
    int8: (parent, number) => bb.readInt8(slot(parent, number)),
    int32: (parent, number) => bb.readInt32(slot(parent, number)),
    string: (parent, number) => bb.__string(slot(parent, number)),
    tables: (parent, number) => {
      const field = slot(parent, number);
      return field === undefined
        ? []
        : Array.from({ length: bb.__vector_len(field) }, (_, i) => bb.__indirect(bb.__vector(field) + 4 * i));
    },
    /** A vector of bytes; `undefined` if the field is absent. */
    bytes: (parent, number) => {
      const field = slot(parent, number);
      if (field === undefined) return undefined;
      const start = bb.__vector(field);
      return bytes.subarray(start, start + bb.__vector_len(field));
    },
    floats: (parent, number) => {
      const field = slot(parent, number);
      return Array.from({ length: bb.__vector_len(field) }, (_, i) =>
        bb.readFloat32(bb.__vector(field) + 4 * i),
      );
    },
  };
}

describe('withNormalisation', () => {
  const model = reader(withNormalisation(bare));
  const before = reader(bare);
  const buffers = model.tables(model.root, 4);
  const oldBuffers = before.tables(before.root, 4);

  it('says that the input is an RGB image normalised by mean 127.5 and std 127.5', () => {
    const [entry, ...others] = model.tables(model.root, 6);
    expect(others).toEqual([]);
    expect(model.string(entry, 0)).toBe('TFLITE_METADATA');

    const payload = model.bytes(buffers[model.int32(entry, 1)], 0);
    const metadata = reader(payload);
    expect(metadata.bb.__has_identifier('M001')).toBe(true);
    const [subgraph] = metadata.tables(metadata.root, 3);
    const [input] = metadata.tables(subgraph, 2);
    const content = metadata.table(input, 3);
    expect(metadata.int8(content, 0)).toBe(2);
    expect(metadata.int8(metadata.table(content, 1), 0)).toBe(1);
    const [processUnit] = metadata.tables(input, 4);
    expect(metadata.int8(processUnit, 0)).toBe(1);
    expect(metadata.floats(metadata.table(processUnit, 1), 0)).toEqual([127.5]);
    expect(metadata.floats(metadata.table(processUnit, 1), 1)).toEqual([127.5]);
  });

  it('leaves version, operators, graph and every weight as they were', () => {
    expect(withNormalisation(bare).includes(bare)).toBe(true);
    expect(model.bb.__has_identifier('TFL3')).toBe(true);
    expect(model.int32(model.root, 0)).toBe(before.int32(before.root, 0));
    expect(model.tables(model.root, 1)).toHaveLength(before.tables(before.root, 1).length);
    expect(model.tables(model.root, 2)).toHaveLength(1);
    expect(buffers).toHaveLength(oldBuffers.length + 1);
    oldBuffers.forEach((old, i) => {
      const [now, then] = [model.bytes(buffers[i], 0), before.bytes(old, 0)];
      expect(now === then || now.equals(then)).toBe(true);
    });
  });

  it('moves weights by whole blocks of 16 bytes, since TFLite reads them in place', () => {
    const moved = withNormalisation(bare).indexOf(bare);
    expect(moved).toBeGreaterThan(0);
    expect(moved % 16).toBe(0);
  });

  it('refuses what is not a bare TFLite model', () => {
    expect(() => withNormalisation(Buffer.from('<!doctype html>'))).toThrow(TypeError);
    expect(() => withNormalisation(Buffer.alloc(0))).toThrow(TypeError);
    expect(() => withNormalisation(withNormalisation(bare))).toThrow('already');
  });
});
