import type { Model } from './manifest';

type Range = Model['input']['range'];

/** RGB levels, 0 to 255, as values in the model's input range. */
export function valuesOf(levels: ArrayLike<number>, [least, most]: Range): Float32Array<ArrayBuffer> {
  const values = new Float32Array(levels.length);
  for (let index = 0; index < values.length; index++)
    values[index] = least + ((levels[index] ?? NaN) / 255) * (most - least);
  return values;
}

/** Values in the model's input range as the nearest RGB levels. */
export function levelsOf(values: ArrayLike<number>, [least, most]: Range): Uint8ClampedArray<ArrayBuffer> {
  return Uint8ClampedArray.from(values, (value) => ((value - least) / (most - least)) * 255);
}
