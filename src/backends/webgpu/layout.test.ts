import { describe, expect, it } from 'vitest';
import { packMap, unpackMap, type MapShape } from './layout';

describe('packMap', () => {
  it.each([
    { width: 7, height: 5, channels: 6 },
    { width: 4, height: 2, channels: 8 },
    { width: 1, height: 1, channels: 1 },
  ] satisfies MapShape[])(
    'loses nothing of $width x $height x $channels and leaves zeros around',
    (shape) => {
      const length = shape.width * shape.height * shape.channels;
      const values = Float32Array.from({ length }, (_, index) => index + 1);
      const packed = packMap(values, shape);
      expect(unpackMap(packed, shape)).toEqual(values);
      expect(packed.filter((value) => value !== 0)).toHaveLength(length);
    },
  );
});
