import type { CropRule } from './manifest';

type Range = CropRule['range'];

/** RGB levels, 0 to 255, as values in a crop's range. */
export function valuesOf(levels: ArrayLike<number>, [least, most]: Range): Float32Array<ArrayBuffer> {
  const values = new Float32Array(levels.length);
  for (let index = 0; index < values.length; index++)
    values[index] = least + ((levels[index] ?? NaN) / 255) * (most - least);
  return values;
}

/** Values in a crop's range as the nearest RGB levels. */
export function levelsOf(values: ArrayLike<number>, [least, most]: Range): Uint8Array<ArrayBuffer> {
  const clamped = Uint8ClampedArray.from(values, (value) => ((value - least) / (most - least)) * 255);
  return new Uint8Array(clamped.buffer);
}
