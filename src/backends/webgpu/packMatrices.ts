import type { Filter } from '../../model/weights';
import { planesOf } from './layout';

/** The channel of each lane, `undefined` for a lane without one. */
export type Lanes = readonly (number | undefined)[];

/**
 * Matrices of four inputs (columns) by four outputs (rows), in the order in which a thread reads them:
 * [outputs / (4 together)][input planes][taps][together].
 *
 * @param filters whose taps follow one another: the nine of a 3 x 3, then the one of a gradient's 1 x 1
 * @param joined channels of each map that is joined into the input; each begins a plane of its own
 * @param lanes output channels
 */
export function packMatrices(
  filters: readonly Filter[],
  joined: readonly number[],
  lanes: Lanes,
  together: number,
): Float32Array<ArrayBuffer> {
  const inputs = inputLanes(joined);
  const taps = filters.flatMap(({ values, taps, inputs, outputs }) =>
    Array.from({ length: taps }, (_, tap) => (input: number, output: number) => {
      return values[(tap * inputs + input) * outputs + output] ?? NaN;
    }),
  );
  const packed = new Float32Array(inputs.length * lanes.length * taps.length);
  let index = 0;
  for (let group = 0; group < lanes.length; group += 4 * together)
    for (let plane = 0; plane < inputs.length; plane += 4)
      for (const weight of taps)
        for (let member = 0; member < together; member++)
          for (let column = 0; column < 4; column++)
            for (let row = 0; row < 4; row++) {
              const input = inputs[plane + column];
              const output = lanes[group + 4 * member + row];
              packed[index++] = input === undefined || output === undefined ? 0 : weight(input, output);
            }
  return packed;
}

/** Biases lane by lane. */
export function packBias(bias: ArrayLike<number>, lanes: Lanes): Float32Array<ArrayBuffer> {
  return Float32Array.from(lanes, (channel) => (channel === undefined ? 0 : (bias[channel] ?? NaN)));
}

/** Rows of values, one a channel, each filled up to whole fours; `parts` follow one another, the last one being a single row. */
export function packRows(...parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const channels = parts.at(-1)?.length ?? NaN;
  const values = parts.flatMap((part) => Array.from(part));
  const length = 4 * planesOf(channels);
  const packed = new Float32Array((values.length / channels) * length);
  for (const [index, value] of values.entries())
    packed[Math.floor(index / channels) * length + (index % channels)] = value;
  return packed;
}

/** Channels in their own order, filled up to whole groups of `size` lanes. */
export function paddedChannels(channels: number, size: number): Lanes {
  return Array.from({ length: Math.ceil(channels / size) * size }, (_, lane) =>
    lane < channels ? lane : undefined,
  );
}

function inputLanes(joined: readonly number[]): Lanes {
  let before = 0;
  return joined.flatMap((channels) => {
    const first = before;
    before += channels;
    return paddedChannels(channels, 4).map((channel) =>
      channel === undefined ? undefined : first + channel,
    );
  });
}
