import type { Architecture } from '../src/network/model';

/** Multiply-adds of a new frame's convolutions; Sobel responses, activations and resizes are not counted. */
export function multiplyAdds(a: Architecture): number {
  const size = a.depth_size;
  const conv = (side: number, taps: number, inputs: number, outputs: number) =>
    side * side * taps * inputs * outputs;
  // The gradient's 1 x 1 is a tenth tap.
  const block = (side: number, inputs: number, outputs: number) => conv(side, 10, inputs, outputs);
  const level = (side: number, inputs: number) =>
    block(side, inputs, a.level) + block(side, a.level, a.wide) + block(side, a.wide, a.level);
  const backbone =
    block(4 * size, 3, a.stem) + level(2 * size, a.stem) + level(size, a.level) + level(size / 2, a.level);
  const depth =
    block(size, 3 * a.level, a.level) +
    block(size, a.level, a.depth_hidden) +
    conv(size, 9, a.depth_hidden, 1);
  const reduced = [2 * size, size, size / 2].reduce(
    (sum, side) => sum + conv(side, 1, a.level, a.reduced),
    0,
  );
  const short =
    conv(2 * size, 9, 6 * a.reduced, a.level) + 2 * conv(size, 9, 6 * a.reduced + a.level, a.level);
  const gru = (inputs: number, states: number) => conv(size, 9, inputs + states, 3 * states);
  return backbone + depth + reduced + short + gru(a.level, a.hidden) + gru(a.hidden, 1);
}
