import { randomImage } from '../../kernels/testing/layers';
import { at, imageOf, type Image, type Layer } from '../../kernels/testing/reference';
import type { TestPrograms } from './testPrograms';

/** What must hold of our WebGL programs whatever the precision. */
export interface Properties {
  /** Largest and smallest gradient magnitude inside of a constant image. */
  constant: [smallest: number, largest: number];
  /** Largest distance between the mirrored image's gradient and the gradient mirrored. */
  mirrored: number;
  /** Largest distance of a state from the one before where the update gate is shut. */
  shut: number;
  /** Largest distance of a state from the candidate where the update gate is open, and the candidate's size. */
  open: [distance: number, size: number];
}

const WIDTH = 9;
const HEIGHT = 6;
const CHANNELS = 5;

/** A layer that is 0 but for its bias, and for `weight` by which a channel goes onto itself. */
function plain(
  side: number,
  inputs: number,
  outputs: number,
  weight: number,
  bias: readonly number[],
): Layer {
  const kernel = new Float32Array(side * side * inputs * outputs);
  const centre = (side * side - 1) / 2;
  for (let channel = 0; channel < Math.min(inputs, outputs); channel++)
    kernel[(centre * inputs + channel) * outputs + channel] = weight;
  return { side, inputs, outputs, kernel, bias };
}

const all = (length: number, value: number) => new Array<number>(length).fill(value);

/** The gradient's magnitude alone, of a block whose convolution is 0. */
function magnitude(gpu: TestPrograms, x: Image): Image {
  const zeros = all(CHANNELS, 0);
  const layers = {
    'a.conv': plain(3, CHANNELS, CHANNELS, 0, zeros),
    'a.gradient': plain(1, CHANNELS, CHANNELS, 1, zeros),
  };
  return gpu.run(layers, (blocks, put) => blocks.spatialGradient('a', [put(x)]));
}

/** A GRU's state after a step by which R is open, U has this bias and the candidate is tanh(x). */
function stepped(gpu: TestPrograms, x: Image, state: Image, update: number): Image {
  const layers = {
    'a.gates': plain(3, 2 * CHANNELS, 2 * CHANNELS, 0, [...all(CHANNELS, 30), ...all(CHANNELS, update)]),
    'a.candidate': plain(3, 2 * CHANNELS, CHANNELS, 1, all(CHANNELS, 0)),
  };
  return gpu.run(layers, (blocks, put) => blocks.convGru('a', put(x), put(state)));
}

function largestDistance(a: Image, b: Image): number {
  return a.data.reduce((most, value, index) => {
    const distance = Math.abs(value - (b.data[index] ?? NaN));
    return Number.isNaN(distance) ? Infinity : Math.max(most, distance);
  }, 0);
}

const mirror = (image: Image) =>
  imageOf(image.width, image.height, image.channels, (x, y, c) => at(image, image.width - 1 - x, y, c));

export function programProperties(gpu: TestPrograms): Properties {
  const x = randomImage(gpu, WIDTH, HEIGHT, CHANNELS, 1);
  const state = randomImage(gpu, WIDTH, HEIGHT, CHANNELS, 2);
  const flat = magnitude(
    gpu,
    imageOf(WIDTH, HEIGHT, CHANNELS, () => 0.75),
  );
  // At the edge the zeros around are a step.
  const inner = imageOf(WIDTH - 2, HEIGHT - 2, CHANNELS, (x, y, c) => at(flat, x + 1, y + 1, c));
  const candidate = { ...x, data: x.data.map(Math.tanh) };
  return {
    constant: [Math.min(...inner.data), Math.max(...inner.data)],
    mirrored: largestDistance(magnitude(gpu, mirror(x)), mirror(magnitude(gpu, x))),
    shut: largestDistance(stepped(gpu, x, state, -30), state),
    open: [largestDistance(stepped(gpu, x, state, 30), candidate), Math.max(...candidate.data)],
  };
}
