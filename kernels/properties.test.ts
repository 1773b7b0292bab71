import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { inOrder } from '../src/backends/webgpu/packKernel';
import { TILES, type Tile } from '../src/backends/webgpu/maps';
import { convolution, spatialGradient } from '../src/backends/webgpu/programs';
import { LARGEST_DISTANCE, relativeL2 } from './testing/check';
import { streamed } from './testing/checks/convGru';
import { layerBuffers, randomImage, randomLayer } from './testing/layers';
import { openAdapters } from './testing/openAdapters';
import { at, convolved, imageOf, mapped, type Image, type Layer } from './testing/reference';
import type { TestGpu } from './testing/testGpu';

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
async function magnitude(gpu: TestGpu, tile: Tile, x: Image): Promise<Image> {
  const sizes = { inputs: x.channels, outputs: x.channels };
  const conv = uniformLayer(3, x.channels, x.channels, 0);
  const residual = uniformLayer(1, x.channels, x.channels, 1);
  const output = gpu.emptyMap(x);
  await gpu.run(spatialGradient(tile, x, sizes, 'full'), [
    gpu.map(x),
    ...layerBuffers(gpu, [conv, residual], [x.channels], inOrder(x.channels, 8), 2),
    output,
    gpu.empty(16),
  ]);
  return { ...x, data: Float64Array.from(await gpu.readMap(output, x)) };
}

const flipped = (image: Image) =>
  imageOf(image.width, image.height, image.channels, (x, y, c) => at(image, image.width - 1 - x, y, c));
const transposed = (image: Image) =>
  imageOf(image.height, image.width, image.channels, (x, y, c) => at(image, y, x, c));

/** `y` after a layer of `x` was added to it in place. */
async function added(gpu: TestGpu, y: Image, x: Image, layer: Layer): Promise<Image> {
  const output = gpu.map(y);
  const channels = { inputs: x.channels, outputs: y.channels };
  await gpu.run(convolution(x, channels, layer.side, { activation: 'linear', add: true }), [
    gpu.map(x),
    ...layerBuffers(gpu, [layer], [x.channels], inOrder(y.channels, 4), 1),
    output,
  ]);
  return { ...y, data: Float64Array.from(await gpu.readMap(output, y)) };
}

describe.skipIf(adapters.length === 0)('properties of the kernels', PATIENCE, () => {
  const variants = adapters.flatMap((adapter) => TILES.map((tile) => ({ ...adapter, tile })));

  afterAll(() => {
    for (const { gpu } of adapters) gpu.device.destroy();
  });

  describe.each(adapters)('on $name', ({ gpu, errors }) => {
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
  });

  describe.each(variants)('on $name, $tile tiles', ({ gpu, errors, tile }) => {
    const tolerance = LARGEST_DISTANCE[gpu.scalar];
    const same = (actual: Image, expected: Image) =>
      expect(relativeL2({ actual: actual.data, expected: expected.data })).toBeLessThan(tolerance);

    afterEach(() => expect(errors.splice(0)).toEqual([]));

    it('finds no gradient inside a constant image', async () => {
      const result = await magnitude(
        gpu,
        tile,
        imageOf(9, 7, 4, () => 0.75),
      );
      const inner = [2, 3, 6].map((x) => at(result, x, 3, 1));
      // The root's epsilon is all that is left.
      for (const value of inner) expect(value).toBeCloseTo(1e-4, 6);
    });

    it('finds gradient 1 on a unit ramp', async () => {
      const result = await magnitude(
        gpu,
        tile,
        imageOf(9, 7, 4, (x) => x),
      );
      expect(at(result, 4, 3, 2)).toBeCloseTo(1, 3);
    });

    it('flips and transposes with the image', async () => {
      const x = randomImage(gpu, 11, 6, 5, 3);
      const result = await magnitude(gpu, tile, x);
      same(await magnitude(gpu, tile, flipped(x)), flipped(result));
      same(await magnitude(gpu, tile, transposed(x)), transposed(result));
    });

    it('keeps the state where the update gate is forced shut, and replaces it where it is open', async () => {
      const [x, state] = [randomImage(gpu, 7, 5, 6, 1), randomImage(gpu, 7, 5, 8, 2)];
      const candidate = randomLayer(gpu, 3, 14, 8, 3);
      // Reset gates shut: the candidate sees the input alone.
      const gates = (update: number): Layer => ({
        ...uniformLayer(3, 14, 16, 0),
        bias: Float32Array.from({ length: 16 }, (_, channel) => (channel < 8 ? -30 : update)),
      });
      const shut = await streamed(gpu, tile, [x], state, gates(-30), candidate);
      expect(relativeL2({ actual: shut, expected: state.data })).toBeLessThan(tolerance);
      const blank = imageOf(
        7,
        5,
        14,
        (column, row, channel) => at(x, column, row, channel < 6 ? channel : NaN) || 0,
      );
      const open = await streamed(gpu, tile, [x], state, gates(30), candidate);
      const proposal = mapped(convolved(blank, candidate), Math.tanh);
      expect(relativeL2({ actual: open, expected: proposal.data })).toBeLessThan(tolerance);
    });
  });
});
