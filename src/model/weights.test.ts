import { describe, expect, it } from 'vitest';
import { toFloat16 } from './float16';
import { Weights } from './weights';

const entry = (name: string, shape: number[], half = false) => ({
  name,
  shape,
  dtype: 'float32' as const,
  ...(half ? { quantization: { dtype: 'float16' as const } } : {}),
});
/** Two half floats, then two single ones at an offset that is a multiple of four. */
const manifest = [{ paths: [], weights: [entry('a.kernel', [1, 1, 2, 1], true), entry('a.bias', [2])] }];
const bytes = () => {
  const all = new Uint8Array(12);
  all.set(new Uint8Array(Uint16Array.of(toFloat16(0.5), toFloat16(-2)).buffer), 0);
  all.set(new Uint8Array(Float32Array.of(0.25, 3).buffer), 4);
  return all.buffer;
};

describe('Weights', () => {
  it('reads half and single floats by their names', () => {
    const weights = new Weights(manifest, bytes());
    expect(weights.filter('a')).toEqual({ values: Float32Array.of(0.5, -2), taps: 1, inputs: 2, outputs: 1 });
    expect(weights.bias('a')).toEqual(Float32Array.of(0.25, 3));
    expect(() => weights.bias('b')).toThrow('no weights named b.bias');
  });

  it('refuses bytes of another length', () => {
    expect(() => new Weights(manifest, bytes().slice(0, 8))).toThrow('8 bytes instead of 12');
  });
});
