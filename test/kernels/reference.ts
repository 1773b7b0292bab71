import type { Padding } from '../../src/network/ops';

/** A feature map in double precision, channels last. */
export interface Image {
  width: number;
  height: number;
  channels: number;
  data: Float64Array;
}

/** A convolution as TensorFlow.js lays it out, side x side x inputs x outputs, and its bias. */
export interface Layer {
  side: number;
  inputs: number;
  outputs: number;
  kernel: ArrayLike<number>;
  bias: ArrayLike<number>;
  /** Of a PReLU that follows, one a channel. */
  slope?: ArrayLike<number>;
}

export function imageOf(
  width: number,
  height: number,
  channels: number,
  value: (x: number, y: number, channel: number) => number,
): Image {
  const data = new Float64Array(width * height * channels);
  let index = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) data[index++] = value(x, y, channel);
  return { width, height, channels, data };
}

/** A pixel's value, 0 outside. */
export function at(image: Image, x: number, y: number, channel: number): number {
  const { width, height, channels, data } = image;
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  return data[(y * width + x) * channels + channel] ?? NaN;
}

export function mapped(image: Image, change: (value: number) => number): Image {
  return { ...image, data: image.data.map(change) };
}

/** Combines maps of one shape value by value. */
export function combined(images: readonly Image[], change: (...values: number[]) => number): Image {
  const [first] = images;
  if (!first) throw new RangeError('Nothing to combine.');
  return {
    ...first,
    data: first.data.map((_, index) => change(...images.map(({ data }) => data[index] ?? NaN))),
  };
}

export function joined(images: readonly Image[]): Image {
  const [first] = images;
  if (!first) throw new RangeError('Nothing to join.');
  const sources = images.flatMap((image) =>
    Array.from({ length: image.channels }, (_, channel) => ({ image, channel })),
  );
  return imageOf(first.width, first.height, sources.length, (x, y, index) => {
    const source = sources[index];
    return source ? at(source.image, x, y, source.channel) : NaN;
  });
}

/** conv(x) + b at every `step`-th pixel. */
export function convolved(
  x: Image,
  { side, inputs, outputs, kernel, bias }: Layer,
  step = 1,
  padding: Padding = 'same',
): Image {
  const [width, left] = padded(x.width, side, step, padding);
  const [height, above] = padded(x.height, side, step, padding);
  return imageOf(width, height, outputs, (column, row, output) => {
    let sum = bias[output] ?? NaN;
    for (let dy = 0; dy < side; dy++)
      for (let dx = 0; dx < side; dx++)
        for (let input = 0; input < inputs; input++)
          sum +=
            at(x, step * column + dx - left, step * row + dy - above, input) *
            (kernel[((dy * side + dx) * inputs + input) * outputs + output] ?? NaN);
    return sum;
  });
}

/** As `convolved`, each channel by itself: `kernel` is side x side x channels x 1. */
export function convolvedDepthwise(
  x: Image,
  { side, kernel, bias }: Pick<Layer, 'side' | 'kernel' | 'bias'>,
  step: number,
  padding: Padding = 'same',
): Image {
  const [width, left] = padded(x.width, side, step, padding);
  const [height, above] = padded(x.height, side, step, padding);
  return imageOf(width, height, x.channels, (column, row, channel) => {
    let sum = bias[channel] ?? NaN;
    for (let dy = 0; dy < side; dy++)
      for (let dx = 0; dx < side; dx++)
        sum +=
          at(x, step * column + dx - left, step * row + dy - above, channel) *
          (kernel[(dy * side + dx) * x.channels + channel] ?? NaN);
    return sum;
  });
}

/** Size after padding and a stride, and the zeros before the first pixel: of 'same' the odd zero comes last. */
function padded(size: number, side: number, step: number, padding: Padding): [size: number, before: number] {
  const around = (side - 1) / 2;
  if (padding === 'symmetric') return [Math.floor((size + 2 * around - side) / step) + 1, around];
  const outputs = Math.ceil(size / step);
  return [outputs, Math.floor(Math.max(0, (outputs - 1) * step + side - size) / 2)];
}

/** Sobel response scaled by 1/8 (paper eq. 1). */
export function gradient(image: Image, direction: 'horizontal' | 'vertical'): Image {
  return imageOf(image.width, image.height, image.channels, (x, y, channel) => {
    let sum = 0;
    for (const along of [-1, 1])
      for (const across of [-1, 0, 1]) {
        const [dx, dy] = direction === 'horizontal' ? [along, across] : [across, along];
        sum += along * (2 - Math.abs(across)) * at(image, x + dx, y + dy, channel);
      }
    return sum / 8;
  });
}

export function magnitude(image: Image): Image {
  const parts = [gradient(image, 'horizontal'), gradient(image, 'vertical')];
  return combined(parts, (h = NaN, v = NaN) => Math.sqrt(h * h + v * v + 1e-8));
}

export const relu = (value: number) => Math.max(0, value);
export const relu6 = (value: number) => Math.min(6, relu(value));
export const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

export function spatialGradient(x: Image, conv: Layer, residual: Layer): Image {
  const parts = [convolved(x, conv), convolved(magnitude(x), residual)];
  return combined(parts, (direct = NaN, gradients = NaN) => relu(direct + gradients));
}

/** Maxima over 2 x 2 pixels; an odd last row or column is left out. */
export function pooled(image: Image): Image {
  return imageOf(Math.floor(image.width / 2), Math.floor(image.height / 2), image.channels, (x, y, channel) =>
    Math.max(...[0, 1].flatMap((dy) => [0, 1].map((dx) => at(image, 2 * x + dx, 2 * y + dy, channel)))),
  );
}

export function shortTermBlock(older: Image, newer: Image, previous: Image | undefined, fuse: Layer): Image {
  const parts = [
    older,
    gradient(older, 'horizontal'),
    gradient(older, 'vertical'),
    gradient(newer, 'horizontal'),
    gradient(newer, 'vertical'),
    combined([older, newer], (a = NaN, b = NaN) => a - b),
  ];
  return mapped(convolved(joined(previous ? [...parts, previous] : parts), fuse), relu);
}

/** A PReLU: negative values times their channel's slope. */
export function prelu(x: Image, slope: ArrayLike<number>): Image {
  return imageOf(x.width, x.height, x.channels, (column, row, channel) => {
    const value = at(x, column, row, channel);
    return value < 0 ? value * (slope[channel] ?? NaN) : value;
  });
}

/** residual + x . sigmoid(excite(ReLU(squeeze(mean of x)))), both layers being 1 x 1 convolutions. */
export function squeezedAndExcited(x: Image, residual: Image, squeeze: Layer, excite: Layer): Image {
  const means = imageOf(1, 1, x.channels, (_, __, channel) => {
    const values = x.data.filter((_, index) => index % x.channels === channel);
    return values.reduce((sum, value) => sum + value) / values.length;
  });
  const factors = mapped(convolved(mapped(convolved(means, squeeze), relu), excite), sigmoid);
  return imageOf(
    x.width,
    x.height,
    x.channels,
    (column, row, channel) =>
      at(residual, column, row, channel) + at(x, column, row, channel) * at(factors, 0, 0, channel),
  );
}

/** One step of a ConvGRU cell (paper eq. 3). */
export function convGru(x: Image, state: Image, gates: Layer, candidate: Layer): Image {
  const both = mapped(convolved(joined([x, state]), gates), sigmoid);
  const half = (first: number) =>
    imageOf(x.width, x.height, state.channels, (column, row, channel) =>
      at(both, column, row, first + channel),
    );
  const resetState = combined([half(0), state], (r = NaN, h = NaN) => r * h);
  const proposal = mapped(convolved(joined([x, resetState]), candidate), Math.tanh);
  return combined(
    [state, half(state.channels), proposal],
    (h = NaN, u = NaN, c = NaN) => (1 - u) * h + u * c,
  );
}

/** Bilinear with half-pixel centres, edges clamped. */
export function resized(image: Image, width: number, height: number): Image {
  const taps = (index: number, from: number, to: number) => {
    const position = Math.max(0, ((index + 0.5) * from) / to - 0.5);
    const low = Math.min(Math.floor(position), from - 1);
    return { low, high: Math.min(low + 1, from - 1), part: position - low };
  };
  return imageOf(width, height, image.channels, (column, row, channel) => {
    const x = taps(column, image.width, width);
    const y = taps(row, image.height, height);
    const line = (line: number) =>
      (1 - x.part) * at(image, x.low, line, channel) + x.part * at(image, x.high, line, channel);
    return (1 - y.part) * line(y.low) + y.part * line(y.high);
  });
}
