import { describe, expect, it } from 'vitest';
import { fromFloat16, toFloat16 } from './float16';

describe('half floats', () => {
  it('come back from their bits, every one of them', () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = fromFloat16(half);
      if (Number.isNaN(value)) expect(toFloat16(value) & 0x7fff).toBe(0x7e00);
      else if (value !== 0) expect(toFloat16(value)).toBe(half);
    }
  });

  it.each([
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [2047.5, 2048],
    [65519, 65504],
    [65520, Infinity],
    [2 ** -25, 0],
    [1.5 * 2 ** -24, 2 ** -23],
  ])('round %f to %f', (value, rounded) => {
    expect(fromFloat16(toFloat16(value))).toBe(rounded);
  });
});
