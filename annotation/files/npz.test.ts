import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { npy, npyOfTexts } from './npy';
import { npz } from './npz';

const header = (file: Uint8Array) => {
  const length = Buffer.from(file).readUInt16LE(8);
  expect((10 + length) % 64).toBe(0);
  return {
    text: Buffer.from(file.subarray(10, 10 + length)).toString('latin1'),
    data: file.subarray(10 + length),
  };
};

describe('npy', () => {
  it('says type and shape, and holds the bytes', () => {
    const { text, data } = header(npy(Int16Array.of(1, -2, 3, 4, 5, 6), [2, 3]));
    expect(text).toMatch(/^\{'descr': '<i2', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
    expect([...data]).toEqual([1, 0, 254, 255, 3, 0, 4, 0, 5, 0, 6, 0]);
    expect(header(npy(new Uint8Array(4), [4])).text).toContain(
      "'|u1', 'fortran_order': False, 'shape': (4,)",
    );
  });

  it('refuses a shape that does not fit', () => {
    expect(() => npy(new Uint8Array(5), [2, 3])).toThrow(RangeError);
  });

  it('writes texts of one width', () => {
    const { text, data } = header(npyOfTexts(['a', '面😀']));
    expect(text).toContain("'<U2'");
    expect(data).toHaveLength(16);
    expect(Buffer.from(data).readUInt32LE(12)).toBe(0x1f600);
    expect(header(npyOfTexts([])).text).toContain('(0,)');
  });
});

it('npz zips without compressing', () => {
  const array = npy(new Uint8Array(1000), [1000]);
  const file = npz({ face: array });
  expect(file.length).toBeGreaterThan(array.length);
  expect(unzipSync(file)['face.npy']).toEqual(new Uint8Array(array));
});
