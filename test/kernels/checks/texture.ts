import type { Check } from '../check';
import { randomImage, randomLayer } from '../layers';
import { squeezedAndExcited } from '../reference';

const SQUEEZES: [width: number, height: number, channels: number, hidden: number][] = [
  [20, 20, 64, 16],
  [10, 10, 128, 32],
  [5, 3, 6, 2],
];

const squeezeChecks: Check[] = SQUEEZES.map(([width, height, channels, hidden], seed) => ({
  name: `squeeze and excitation on ${String(width)}x${String(height)}, ${String(channels)} channels by ${String(hidden)}`,
  async run(gpu) {
    const [x, y] = [seed, seed + 10].map((from) => randomImage(gpu, width, height, channels, from));
    if (!x || !y) throw new RangeError('Two maps are made.');
    const squeeze = randomLayer(gpu, 1, channels, hidden, seed + 20);
    const excite = randomLayer(gpu, 1, hidden, channels, seed + 30);
    const layers = { 'se.squeeze': squeeze, 'se.excite': excite };
    const [actual = []] = await gpu.compute({ layers, maps: [x, y] }, (o, { maps: [input, residual] }) => {
      if (!input || !residual) throw new RangeError('Two maps are given.');
      return [o.squeezeExcite('se', input, residual)];
    });
    return { actual, expected: squeezedAndExcited(x, y, squeeze, excite).data };
  },
}));

const SUMS: [side: number, channels: number][] = [
  [5, 512],
  [3, 6],
];

const channelSumChecks: Check[] = SUMS.map(([side, channels], seed) => ({
  name: `weighted sums of ${String(channels)} channels over ${String(side)}x${String(side)} pixels`,
  async run(gpu) {
    const x = randomImage(gpu, side, side, channels, seed);
    const layer = { ...randomLayer(gpu, side, 1, channels, seed + 10), inputs: channels, outputs: 1 };
    const [actual = []] = await gpu.compute({ layers: { layer }, maps: [x] }, (o, { maps }) =>
      maps.map((map) => o.channelSums('layer', map)),
    );
    const expected = Array.from(layer.bias, (first, channel) =>
      x.data.reduce((sum, value, index) => {
        const isOf = index % channels === channel;
        return isOf ? sum + value * (layer.kernel[index] ?? NaN) : sum;
      }, first),
    );
    return { actual, expected };
  },
}));

export const textureChecks = [...squeezeChecks, ...channelSumChecks];
