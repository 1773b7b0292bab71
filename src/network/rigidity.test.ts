import { beforeAll, describe, expect, it } from 'vitest';
import { shippedModel } from '../../test/kernels/shippedModel';
import { randomValues } from '../../test/kernels/random';
import { Weights } from '../model/weights';
import { MOMENTS, positions, regions, Rigidity } from './rigidity';

const SIZE = 64;

/** What is bright where, and how it changes there from one frame to the next: gx, gy, gt. */
type Gradients = (x: number, y: number, random: number) => readonly [number, number, number];

/** The moments of a step with these gradients, straight from their definition. */
function momentsOf(gradients: Gradients): Float32Array {
  const random = randomValues(SIZE * SIZE, 1);
  const parts = regions(SIZE).map((region) => {
    const sums = new Float64Array(MOMENTS / 2);
    positions(SIZE).forEach(([x, y], pixel) => {
      const [gx, gy, gt] = gradients(x, y, random[pixel] ?? NaN);
      const products = [gx * gx, gx * gy, gy * gy, gx * gt, gy * gt, gt * gt];
      [1, x, y, x * x, x * y, y * y].forEach((power, row) => {
        products.forEach((product, column) => {
          const at = 6 * row + column;
          sums[at] = (sums[at] ?? NaN) + (region[pixel] ?? NaN) * power * product;
        });
      });
    });
    const pixels = region.reduce((sum, inside) => sum + inside, 0);
    return Array.from(sums, (sum) => sum / pixels);
  });
  return Float32Array.from(parts.flat());
}

/** Gradients of a picture that moves by (u, v) px of the luminance: gt = -gx u - gy v. */
const moving =
  (flow: (x: number, y: number) => readonly [u: number, v: number]): Gradients =>
  (x, y, random) => {
    const [gx, gy] = [random, Math.sin(40 * random)];
    const [u, v] = flow(x, y);
    return [gx, gy, -gx * u - gy * v];
  };

describe('the rigidity branch', () => {
  let rigidity: Rigidity;
  const logit = (...steps: Float32Array[]) =>
    rigidity.logOdds(rigidity.features(Float32Array.from(steps.flatMap((step) => [...step]))));

  beforeAll(async () => {
    const { model, weights } = await shippedModel();
    rigidity = new Rigidity(new Weights(model.weightsManifest, weights), SIZE);
  });

  it('tells a head before a room that stays from a picture that moves as one', () => {
    const head = momentsOf(moving((x, y) => (Math.hypot(x, y) < 0.6 ? [0.4, 0.2] : [0, 0])));
    const sheet = momentsOf(moving(() => [0.4, 0.2]));
    expect(logit(head, head, head, head)).toBeGreaterThan(logit(sheet, sheet, sheet, sheet) + 1);
  });

  it('takes the mean over steps, in whatever order', () => {
    const steps = [0.1, 0.4, 0.8].map((u) => momentsOf(moving((x) => [u, u * x])));
    expect(logit(...steps)).toBeCloseTo(logit(...steps.reverse()), 6);
    const [first] = steps;
    if (!first) throw new Error('no step');
    expect(logit(first, first)).toBeCloseTo(logit(first), 6);
  });

  it('is the same for a mirrored window', () => {
    const step = momentsOf(moving((x, y) => [0.3 + 0.2 * x, 0.1 * y]));
    // x and gx change their sign, and with them x, xy, gx gy and gx gt.
    const powers = [1, -1, 1, 1, -1, 1];
    const products = [1, -1, 1, -1, 1, 1];
    const mirrored = step.map(
      (value, index) => value * (powers[Math.floor(index / 6) % 6] ?? NaN) * (products[index % 6] ?? NaN),
    );
    expect(logit(mirrored)).toBeCloseTo(logit(step), 6);
  });

  it('answers with a number where there is nothing to see', () => {
    expect(Number.isFinite(logit(new Float32Array(MOMENTS)))).toBe(true);
  });
});
