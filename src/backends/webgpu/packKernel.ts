/** A convolution's weights as TensorFlow.js lays them out, taps x inputs x outputs. */
export interface Kernel {
  values: Float32Array;
  taps: number;
  inputs: number;
  outputs: number;
}

/**
 * Matrices of four input (columns) by four output channels (rows) in the order in which a thread reads them:
 * [outputs / (4 together)][input planes][taps][together].
 *
 * @param kernels whose taps follow one another: the nine of a 3 x 3, then the one of a gradient's 1 x 1
 * @param joined channels of each map that was joined into the input; each begins a plane of its own
 * @param lanes the output channel of each lane, `undefined` for one without
 */
export function packKernel(
  kernels: readonly Kernel[],
  joined: readonly number[],
  lanes: readonly (number | undefined)[],
  together: number,
): Float32Array<ArrayBuffer> {
  const inputs = inputLanes(joined);
  const taps = kernels.flatMap((kernel) =>
    Array.from({ length: kernel.taps }, (_, tap) => (input: number, output: number) => {
      return kernel.values[(tap * kernel.inputs + input) * kernel.outputs + output] ?? NaN;
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

/** A depthwise convolution's weights, taps x channels x 1, in the order in which a thread reads them: [C/4][taps][4]. */
export function packDepthwise({ values, taps, inputs }: Kernel): Float32Array<ArrayBuffer> {
  const lanes = inOrder(inputs, 4);
  const packed = new Float32Array(lanes.length * taps);
  let index = 0;
  for (let plane = 0; plane < lanes.length; plane += 4)
    for (let tap = 0; tap < taps; tap++)
      for (const channel of lanes.slice(plane, plane + 4))
        packed[index++] = channel === undefined ? 0 : (values[tap * inputs + channel] ?? NaN);
  return packed;
}

/**
 * The kernel of a short-term block over [f, Gx f, Gy f, Gx f', Gy f', f - f', ...] as one over f' in place of f - f':
 * conv(f, A) + conv(f - f', B) = conv(f, A + B) + conv(f', -B).
 *
 * @param features channels of f
 */
export function withoutDifference(kernel: Kernel, features: number): Kernel {
  const values = kernel.values.slice();
  for (let tap = 0; tap < kernel.taps; tap++)
    for (let feature = 0; feature < features; feature++)
      for (let output = 0; output < kernel.outputs; output++) {
        const at = (map: number) =>
          (tap * kernel.inputs + map * features + feature) * kernel.outputs + output;
        const difference = kernel.values[at(5)] ?? NaN;
        values[at(0)] = (kernel.values[at(0)] ?? NaN) + difference;
        values[at(5)] = -difference;
      }
  return { ...kernel, values };
}

/** Biases lane by lane. */
export function packBias(
  bias: ArrayLike<number>,
  lanes: readonly (number | undefined)[],
): Float32Array<ArrayBuffer> {
  return Float32Array.from(lanes, (channel) => (channel === undefined ? 0 : (bias[channel] ?? NaN)));
}

/** Output channels in their own order, filled up to whole groups of `size` lanes. */
export function inOrder(channels: number, size: number): (number | undefined)[] {
  return Array.from({ length: Math.ceil(channels / size) * size }, (_, lane) =>
    lane < channels ? lane : undefined,
  );
}

/** Lanes of a ConvGRU's gates: four of R, then the same four of U. */
export function gateLanes(states: number): (number | undefined)[] {
  const lanes = inOrder(states, 4);
  return Array.from({ length: lanes.length / 4 }, (_, plane) =>
    lanes.slice(4 * plane, 4 * plane + 4),
  ).flatMap((four) => [
    ...four,
    ...four.map((channel) => (channel === undefined ? undefined : channel + states)),
  ]);
}

function inputLanes(joined: readonly number[]): (number | undefined)[] {
  let before = 0;
  return joined.flatMap((channels) => {
    const first = before;
    before += channels;
    return inOrder(channels, 4).map((channel) => (channel === undefined ? undefined : first + channel));
  });
}
