import { describe, expect, it } from 'vitest';
import { gateLanes, inOrder, packBias, packDepthwise, packKernel } from './packKernel';

describe('packKernel', () => {
  it('writes matrices of four inputs by four outputs, each joined map beginning a plane', () => {
    const kernel = { values: Float32Array.of(1, 2, 3, 4, 5, 6), taps: 1, inputs: 3, outputs: 2 };
    const packed = packKernel([kernel], [2, 1], inOrder(2, 4), 1);
    expect([...packed]).toEqual([
      ...[1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...[5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('writes a depthwise kernel plane by plane, and its taps one after the other', () => {
    const kernel = { values: Float32Array.from({ length: 10 }, (_, i) => i), taps: 2, inputs: 5, outputs: 1 };
    expect([...packDepthwise(kernel)]).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 4, 0, 0, 0, 9, 0, 0, 0]);
  });

  it('lays a gate of four channels beside the other', () => {
    expect(gateLanes(5)).toEqual([
      ...[0, 1, 2, 3, 5, 6, 7, 8],
      ...[4, undefined, undefined, undefined, 9, undefined, undefined, undefined],
    ]);
    expect([...packBias([1, 2], inOrder(2, 4))]).toEqual([1, 2, 0, 0]);
  });
});
