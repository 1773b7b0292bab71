import { describe, expect, it } from 'vitest';
import { gateLanes } from './ops/convGru';
import { packBias, packMatrices, packRows, paddedChannels } from './packMatrices';

describe('packMatrices', () => {
  it('writes matrices of four inputs by four outputs, each joined map beginning a plane', () => {
    const kernel = { values: Float32Array.of(1, 2, 3, 4, 5, 6), taps: 1, inputs: 3, outputs: 2 };
    const packed = packMatrices([kernel], [2, 1], paddedChannels(2, 4), 1);
    expect([...packed]).toEqual([
      ...[1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...[5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('reads the values of a filter once, since some are computed when they are read', () => {
    let reads = 0;
    const filter = { taps: 9, inputs: 4, outputs: 8 };
    const computed = {
      ...filter,
      get values() {
        reads += 1;
        return new Float32Array(9 * 4 * 8);
      },
    };
    packMatrices([computed], [4], paddedChannels(8, 8), 2);
    expect(reads).toBe(1);
  });

  it('writes a depthwise kernel and its biases in rows of whole planes', () => {
    const kernel = Float32Array.from({ length: 45 }, (_, i) => i);
    const packed = [...packRows(kernel, Float32Array.of(-1, -2, -3, -4, -5))];
    expect(packed).toHaveLength(10 * 8);
    expect(packed.slice(0, 16)).toEqual([0, 1, 2, 3, 4, 0, 0, 0, 5, 6, 7, 8, 9, 0, 0, 0]);
    expect(packed.slice(72)).toEqual([-1, -2, -3, -4, -5, 0, 0, 0]);
  });

  it('lays a gate of four channels beside the other', () => {
    expect(gateLanes(5)).toEqual([
      ...[0, 1, 2, 3, 5, 6, 7, 8],
      ...[4, undefined, undefined, undefined, 9, undefined, undefined, undefined],
    ]);
    expect([...packBias([1, 2], paddedChannels(2, 4))]).toEqual([1, 2, 0, 0]);
  });
});
