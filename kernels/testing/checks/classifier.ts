import { HALO, planeLength, strideOf } from '../../../src/backends/webgpu/maps';
import { classifier } from '../../../src/backends/webgpu/programs';
import type { Check } from '../check';
import { randomValues } from '../random';
import { relu } from '../reference';

const CASES: [size: number, hidden: number, appearance: number, steps: number][] = [
  [32, 64, 384, 4],
  [8, 4, 6, 1],
  [11, 70, 130, 2],
];

export const classifierChecks: Check[] = CASES.map(([size, hidden, appearance, steps], seed) => ({
  name: `classifier of a ${String(size)}x${String(size)} map, ${String(hidden)} hidden units, ${String(appearance)} of appearance`,
  async run(gpu) {
    const shape = { width: size, height: size, channels: 1 };
    const sums = randomValues(size * size, seed);
    const looks = randomValues(appearance, seed + 1);
    const parameters = randomValues(size * size * hidden + 2 * hidden + appearance + 1, seed + 2);
    const plane = new Float32Array(planeLength(shape));
    sums.forEach((value, pixel) => {
      plane[(Math.floor(pixel / size) + HALO) * strideOf(shape) + (pixel % size) + HALO] = value;
    });
    const result = gpu.empty(4 * (size * size + 1));
    await gpu.run(classifier({ size, hidden, appearance }), [
      gpu.floats(plane),
      gpu.floats([steps]),
      gpu.floats(looks),
      gpu.floats(parameters),
      result,
    ]);
    const depth = Float64Array.from(sums, (sum) => sum / steps);
    const actual = (await gpu.readFloats(result)).subarray(0, size * size + 1);
    return { actual, expected: [...depth, logitOf(depth, looks, parameters, hidden)] };
  },
}));

function logitOf(
  depth: Float64Array,
  appearance: Float32Array,
  parameters: Float32Array,
  hidden: number,
): number {
  const biases = depth.length * hidden;
  const join = biases + hidden;
  let logit = parameters.at(-1) ?? NaN;
  for (let unit = 0; unit < hidden; unit++) {
    let sum = parameters[biases + unit] ?? NaN;
    depth.forEach((value, pixel) => (sum += value * (parameters[pixel * hidden + unit] ?? NaN)));
    logit += relu(sum) * (parameters[join + unit] ?? NaN);
  }
  appearance.forEach((value, index) => (logit += value * (parameters[join + hidden + index] ?? NaN)));
  return logit;
}
