import { LARGEST_PARTS } from './planes';

/** The weight by which an input value meets an output channel at a tap; taps are row by row, a tenth is the gradient's. */
export type Weight = (tap: number, output: number) => number;

/** Input channels whose values a program takes in turn: a row of weights each; `undefined`: a channel that is none. */
export type Row = Weight | undefined;

/** A kernel as TensorFlow.js lays it out, side x side x inputs x outputs. */
export interface Kernel {
  shape: readonly number[];
  values: ArrayLike<number>;
}

/** The weights of one input channel. */
export function weightOf({ shape, values }: Kernel, input: number): Weight {
  const [, , inputs = 0, outputs = 0] = shape;
  return (tap, output) => values[(tap * inputs + input) * outputs + output] ?? NaN;
}

/**
 * Rows of a map's planes in the order in which a program reads them: plane by plane, part by part. `rows` gives those of
 * a channel, of which a map has `channels`, spread over whole planes.
 */
export function rowsOf(
  channels: number,
  rows: (channel: number) => readonly Weight[],
  rowsEach = 1,
): readonly Row[] {
  const parts = Math.min(LARGEST_PARTS, channels);
  const planes = Math.ceil(channels / LARGEST_PARTS) * parts;
  return Array.from({ length: planes }, (_, channel): readonly Row[] =>
    channel < channels ? rows(channel) : new Array<Row>(rowsEach).fill(undefined),
  ).flat();
}

/**
 * Texels in the order in which a program fetches them: for each group of four output channels a row that starts with
 * their biases, then a row for each input channel with a texel of four weights for each tap.
 *
 * @param outputs output channel in each place, of which there are four to a group; `undefined`: none
 */
export function packWeights(
  outputs: readonly (number | undefined)[],
  bias: ArrayLike<number>,
  rows: readonly Row[],
  taps: number,
): { values: Float32Array; columns: number; rows: number } {
  const groups = outputs.length / LARGEST_PARTS;
  const height = groups * (1 + rows.length);
  const values = new Float32Array(height * taps * LARGEST_PARTS);
  outputs.forEach((output, place) => {
    if (output === undefined) return;
    const lane = place % LARGEST_PARTS;
    const top = Math.floor(place / LARGEST_PARTS) * (1 + rows.length);
    values[top * taps * LARGEST_PARTS + lane] = bias[output] ?? NaN;
    rows.forEach((weight, index) => {
      if (!weight) return;
      const start = (top + 1 + index) * taps;
      for (let tap = 0; tap < taps; tap++) values[(start + tap) * LARGEST_PARTS + lane] = weight(tap, output);
    });
  });
  return { values, columns: taps, rows: height };
}

/** Channels 0 to `count` in whole groups of four places. */
export function places(count: number, first = 0): (number | undefined)[] {
  return Array.from({ length: Math.ceil(count / LARGEST_PARTS) * LARGEST_PARTS }, (_, place) =>
    place < count ? first + place : undefined,
  );
}
