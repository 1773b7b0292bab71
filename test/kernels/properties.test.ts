import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { LARGEST_DISTANCE, relativeL2 } from './check';
import { streamed } from './checks/convGru';
import { randomImage, randomLayer } from './layers';
import { openAdapters } from './openAdapters';
import { at, convolved, imageOf, mapped, type Image, type Layer } from './reference';
import type { TestGpu } from './testGpu';

const adapters = await openAdapters();

// Drivers in software compile slowly on a busy machine.
const PATIENCE = { timeout: 120_000 };

/** A layer that is the same everywhere: `weight` on the centre tap of every channel onto itself. */
function uniformLayer(side: number, inputs: number, outputs: number, weight: number, bias = 0): Layer {
  const kernel = new Float32Array(side * side * inputs * outputs);
  const centre = (side * side - 1) / 2;
  for (let channel = 0; channel < Math.min(inputs, outputs); channel++)
    kernel[(centre * inputs + channel) * outputs + channel] = weight;
  return { side, inputs, outputs, kernel, bias: new Float32Array(outputs).fill(bias) };
}

/** The gradient's magnitude alone, from a spatial gradient block whose convolution is zero. */
async function magnitude(gpu: TestGpu, x: Image): Promise<Image> {
  const layers = {
    'block.conv': uniformLayer(3, x.channels, x.channels, 0),
    'block.gradient': uniformLayer(1, x.channels, x.channels, 1),
  };
  const [values = []] = await gpu.compute({ layers, maps: [x] }, (o, { maps }) => [
    o.spatialGradient('block', maps).full,
  ]);
  return { ...x, data: Float64Array.from(values) };
}

const flipped = (image: Image) =>
  imageOf(image.width, image.height, image.channels, (x, y, c) => at(image, image.width - 1 - x, y, c));
const transposed = (image: Image) =>
  imageOf(image.height, image.width, image.channels, (x, y, c) => at(image, y, x, c));

/** `y` after a layer of `x` was added to it in place. */
async function added(gpu: TestGpu, y: Image, x: Image, layer: Layer): Promise<Image> {
  const given = { layers: { layer }, maps: [y, x] };
  const [values = []] = await gpu.compute(given, (o, { maps: [residual, input] }) => {
    if (!residual || !input) throw new RangeError('Two maps are given.');
    return [o.addConv('layer', input, residual)];
  });
  return { ...y, data: Float64Array.from(values) };
}

describe.skipIf(adapters.length === 0)('properties of the kernels', PATIENCE, () => {
  afterAll(() => {
    for (const { gpu } of adapters) gpu.device.destroy();
  });

  describe.each(adapters)('on $name', ({ gpu, errors }) => {
    const tolerance = LARGEST_DISTANCE[gpu.precision];
    const same = (actual: Image, expected: Image) =>
      expect(relativeL2({ actual: actual.data, expected: expected.data })).toBeLessThan(tolerance);

    afterEach(() => expect(errors.splice(0)).toEqual([]));

    it('leaves the input of a residual of zero weights as it is, below zero too', async () => {
      const [y, x] = [randomImage(gpu, 7, 5, 6, 1), randomImage(gpu, 7, 5, 10, 2)];
      const result = await added(gpu, y, x, uniformLayer(1, 10, 6, 0));
      expect(result.data).toEqual(y.data);
    });

    it('takes back a residual that is added with both signs', async () => {
      const y = randomImage(gpu, 7, 5, 6, 1);
      const layer = (sign: number) => uniformLayer(1, 6, 6, sign);
      const result = await added(gpu, await added(gpu, y, y, layer(1)), y, layer(-1));
      expect(result.data).toEqual(y.data);
    });

    it('keeps what is no number, so that a window of it has no score', async () => {
      const layers = { head: uniformLayer(1, 6, 6, 1) };
      const vectors = [new Float32Array(6).fill(NaN)];
      const [values = []] = await gpu.compute({ layers, vectors }, (o, given) => [
        o.dense('head', given.vectors, 'linear'),
      ]);
      expect([...values]).toEqual(new Array(6).fill(NaN));
    });

    it('finds no gradient inside a constant image', async () => {
      const result = await magnitude(
        gpu,
        imageOf(9, 7, 4, () => 0.75),
      );
      const inner = [2, 3, 6].map((x) => at(result, x, 3, 1));
      // The root's epsilon is all that is left.
      for (const value of inner) expect(value).toBeCloseTo(1e-4, 6);
    });

    it('finds gradient 1 on a unit ramp', async () => {
      const result = await magnitude(
        gpu,
        imageOf(9, 7, 4, (x) => x),
      );
      expect(at(result, 4, 3, 2)).toBeCloseTo(1, 3);
    });

    it('flips and transposes with the image', async () => {
      const x = randomImage(gpu, 11, 6, 5, 3);
      const result = await magnitude(gpu, x);
      same(await magnitude(gpu, flipped(x)), flipped(result));
      same(await magnitude(gpu, transposed(x)), transposed(result));
    });

    it('keeps the state where the update gate is forced shut, and replaces it where it is open', async () => {
      const [x, state] = [randomImage(gpu, 7, 5, 6, 1), randomImage(gpu, 7, 5, 8, 2)];
      const candidate = randomLayer(gpu, 3, 14, 8, 3);
      // Reset gates shut: the candidate sees the input alone.
      const gates = (update: number): Layer => ({
        ...uniformLayer(3, 14, 16, 0),
        bias: Float32Array.from({ length: 16 }, (_, channel) => (channel < 8 ? -30 : update)),
      });
      const shut = await streamed(gpu, [x], state, gates(-30), candidate);
      expect(relativeL2({ actual: shut, expected: state.data })).toBeLessThan(tolerance);
      const blank = imageOf(
        7,
        5,
        14,
        (column, row, channel) => at(x, column, row, channel < 6 ? channel : NaN) || 0,
      );
      const open = await streamed(gpu, [x], state, gates(30), candidate);
      const proposal = mapped(convolved(blank, candidate), Math.tanh);
      expect(relativeL2({ actual: open, expected: proposal.data })).toBeLessThan(tolerance);
    });
  });
});
