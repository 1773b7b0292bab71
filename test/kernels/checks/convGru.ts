import type { Check } from '../check';
import { randomImage, randomLayer } from '../layers';
import { convGru, imageOf, type Image, type Layer } from '../reference';
import type { TestGpu } from '../testGpu';

const STEPS = 5;
const CASES: [width: number, height: number, inputs: number, states: number][] = [
  [8, 8, 32, 16],
  [9, 5, 16, 1],
  [5, 7, 3, 2],
  [4, 3, 6, 12],
];

export const convGruChecks: Check[] = CASES.map(([width, height, inputs, states], seed) => ({
  name: `ConvGRU, ${String(width)}x${String(height)}, ${String(inputs)} to ${String(states)} channels over ${String(STEPS)} steps in place`,
  async run(gpu) {
    const gates = randomLayer(gpu, 3, inputs + states, 2 * states, seed + 10);
    const candidate = randomLayer(gpu, 3, inputs + states, states, seed + 20);
    const frames = Array.from({ length: STEPS }, (_, step) =>
      randomImage(gpu, width, height, inputs, seed + step),
    );
    const start = imageOf(width, height, states, () => 0);
    const expected = frames.reduce((state, x) => convGru(x, state, gates, candidate), start);
    return { actual: await streamed(gpu, frames, start, gates, candidate), expected: expected.data };
  },
}));

/** The cell's state after all frames, on the GPU. */
export async function streamed(
  gpu: TestGpu,
  frames: readonly Image[],
  start: Image,
  gates: Layer,
  candidate: Layer,
): Promise<Float32Array> {
  const given = { layers: { 'cell.gates': gates, 'cell.candidate': candidate }, maps: [start, ...frames] };
  const [state = new Float32Array()] = await gpu.compute(given, (o, { maps: [first, ...inputs] }) => {
    if (!first) throw new RangeError('A state is given.');
    return [inputs.reduce((state, x) => o.convGru('cell', x, state), first)];
  });
  return state;
}
