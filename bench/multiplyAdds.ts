import type { Architecture } from '../src/model/manifest';

/**
 * Multiply-adds of a new frame's convolutions by the name of the launch that makes them; Sobel responses, activations
 * and resizes are not counted.
 */
export function multiplyAdds(a: Architecture): Map<string, number> {
  const size = a.depth_size;
  const counts = new Map<string, number>();
  const conv = (name: string, side: number, taps: number, inputs: number, outputs: number) =>
    counts.set(name, side * side * taps * inputs * outputs);
  // The gradient's 1 x 1 is a tenth tap.
  const block = (name: string, side: number, inputs: number, outputs: number) =>
    conv(name, side, 10, inputs, outputs);
  const levels = [
    { name: 'low', side: 2 * size, inputs: a.stem },
    { name: 'middle', side: size, inputs: a.level },
    { name: 'high', side: size / 2, inputs: a.level },
  ];
  block('backbone.stem', 4 * size, 3, a.stem);
  for (const { name, side, inputs } of levels) {
    block(`backbone.${name}.0`, side, inputs, a.level);
    block(`backbone.${name}.1`, side, a.level, a.wide);
    block(`backbone.${name}.2`, side, a.wide, a.level);
    conv(`temporal.reduce_${name}.conv`, side, 1, a.level, a.reduced);
    const [shortSide, previous] = name === 'low' ? [side, 0] : [size, a.level];
    conv(`temporal.short_${name}`, shortSide, 9, 6 * a.reduced + previous, a.level);
  }
  block('backbone.depth1', size, 3 * a.level, a.level);
  block('backbone.depth2', size, a.level, a.depth_hidden);
  conv('backbone.depth3', size, 9, a.depth_hidden, 1);
  for (const [name, inputs, states] of [
    ['gru1', a.level, a.hidden],
    ['gru2', a.hidden, 1],
  ] as const) {
    conv(`temporal.${name}.gates`, size, 9, inputs + states, 2 * states);
    conv(`temporal.${name}.update`, size, 9, inputs + states, states);
  }
  return counts;
}

/** Of a window's appearance, over both crops: its first frame's, once a window. */
export function appearanceMultiplyAdds(a: Architecture): number {
  let side = a.face_size / 2;
  let inputs = a.appearance_stem;
  let sum = side * side * 9 * 3 * inputs;
  for (const { expansion, channels, stride } of a.appearance) {
    const wide = expansion * inputs;
    const expand = expansion > 1 ? side * side * inputs * wide : 0;
    side = Math.ceil(side / stride);
    sum += expand + side * side * wide * (9 + channels);
    inputs = channels;
  }
  return 2 * sum;
}
