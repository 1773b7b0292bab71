import type { Model } from '../model/manifest';
import type { Weights } from '../model/weights';

/** Products of gradients: gx^2, gx gy, gy^2, gx gt, gy gt, gt^2; and powers of the position: 1, x, y, x^2, xy, y^2. */
const PRODUCTS = 6;
const POWERS = 6;
const REGION = PRODUCTS * POWERS;
/** Number of moments a step: those of the face, then those of the surroundings; rows are powers, columns products. */
export const MOMENTS = 2 * REGION;

/** Weights of RGB in luminance, times 16, so that fp16 can hold products of its small differences. */
export const LUMINANCE = [16 * 0.299, 16 * 0.587, 16 * 0.114];

/** Regions of the context crop, by the distance from its centre in half sides: most of the face, and its surroundings. */
const FACE_RADIUS = 0.45;
const AROUND_RADIUS = 0.7;

/** Powers that make up the matrix of an affine flow: rows and columns are 1, x, y. */
const GRAM = [
  [0, 1, 2],
  [1, 3, 4],
  [2, 4, 5],
] as const;
/** Keeps the equations solvable where the image does not determine the flow; units of squared luminance. */
const DAMPING = 7.68e-4;
const LEAST_GRADIENT = 2.56e-4;
const LEAST_CHANGE = 2.56e-6;
/** Among the features: ln(translation of the surroundings + 0.02). */
export const SURROUNDINGS_SHIFT = 1;
/** Added before the logarithm. */
const LEAST = 0.02;
/** Side of a luminance pixel, in pixels of the crop. */
const PIXELS = 2;

type Vector = number[];

/** The affine flow of a region, and the change of luminance that it does not explain. */
interface Flow {
  /** u at the centre, per x, per y; then v. */
  flow: Vector;
  /** Mean squared change of luminance that the flow does not explain. */
  left: number;
  /** Mean squared change of luminance. */
  change: number;
  /** Mean squared spatial gradient. */
  slope: number;
}

/**
 * The rigidity branch: judges from their motion whether the face and its surroundings are one rigid sheet, as a print or a
 * screen is. From moments that the backend has summed it computes affine flows by least squares (Lucas and Kanade, IJCAI
 * 1981). These are small systems of six unknowns in double precision, so the CPU solves them.
 */
export class Rigidity {
  readonly #kernel: Float32Array;
  readonly #bias: Float32Array;
  readonly #out: Float32Array;
  /** Share of the face's pixels in both regions together. */
  readonly #faceShare: number;

  /** `size`: side of the luminance map, px. */
  constructor(weights: Weights, size: number) {
    this.#kernel = weights.matrix('rigidity.hidden');
    this.#bias = weights.bias('rigidity.hidden');
    this.#out = weights.matrix('rigidity.out');
    const [face, around] = regions(size).map((region) => region.reduce((sum, inside) => sum + inside, 0));
    this.#faceShare = (face ?? NaN) / ((face ?? NaN) + (around ?? NaN));
  }

  /** Log odds of bona fide, given the features. */
  logOdds(features: readonly number[]): number {
    const units = this.#out.length;
    return this.#out.reduce((logit, weight, unit) => {
      const sum = features.reduce(
        (sum, value, index) => sum + value * (this.#kernel[index * units + unit] ?? NaN),
        this.#bias[unit] ?? NaN,
      );
      return logit + weight * Math.max(0, sum);
    }, 0);
  }

  /** Logarithms of a step's 12 measures, averaged over the steps; `moments`: `MOMENTS` numbers a step, step after step. */
  features(moments: Float32Array): Vector {
    const steps = moments.length / MOMENTS;
    const each = Array.from({ length: steps }, (_, step) =>
      this.#step(moments.subarray(step * MOMENTS, (step + 1) * MOMENTS)),
    );
    const [first = []] = each;
    return first.map((_, index) =>
      each.reduce((sum, step) => sum + Math.log((step[index] ?? NaN) + LEAST) / steps, 0),
    );
  }

  /**
   * The measures of one step:
   * - translation of the face, of the surroundings, and their difference, px of the crop
   * - linear part of the flow: difference of both, face, surroundings, px per half side
   * - residual of the affine flow of the face, of the surroundings, and of one flow for both, px
   * - that last residual as a share of all change
   * - residual of the face and of the surroundings, in luminance
   */
  #step(moments: Float32Array): Vector {
    const [face, around] = [moments.subarray(0, REGION), moments.subarray(REGION)];
    const both = Array.from(
      face,
      (value, index) => this.#faceShare * value + (1 - this.#faceShare) * (around[index] ?? NaN),
    );
    const [faceFlow, aroundFlow, jointFlow] = [affineFlow(face), affineFlow(around), affineFlow(both)];
    const apart = faceFlow.flow.map((value, index) => value - (aroundFlow.flow[index] ?? NaN));
    const shift = (flow: Vector) => PIXELS * length(flow.filter((_, index) => index % 3 === 0));
    const bend = (flow: Vector) => PIXELS * length(flow.filter((_, index) => index % 3 !== 0));
    const unexplained = ({ left, slope }: Flow) => PIXELS * Math.sqrt(left / (slope + LEAST_GRADIENT));
    return [
      ...[faceFlow.flow, aroundFlow.flow, apart].map(shift),
      ...[apart, faceFlow.flow, aroundFlow.flow].map(bend),
      ...[faceFlow, aroundFlow, jointFlow].map(unexplained),
      jointFlow.left / (jointFlow.change + LEAST_CHANGE),
      ...[faceFlow, aroundFlow].map(({ left }) => 1.25 * Math.sqrt(left)),
    ];
  }
}

/** Side, px, of the luminance map on which flow is measured. */
export function flowSize({ context: { size } }: Model['crops']): number {
  return size / PIXELS;
}

/** Masks of the face's region and of its surroundings over size x size pixels: 1 or 0, row-major. */
export function regions(size: number): [Uint8Array, Uint8Array] {
  const distances = positions(size).map(([x, y]) => Math.hypot(x, y));
  return [
    Uint8Array.from(distances, (distance) => Number(distance < FACE_RADIUS)),
    Uint8Array.from(distances, (distance) => Number(distance > AROUND_RADIUS)),
  ];
}

/** Positions of size x size pixels in half sides from the centre, row-major. */
export function positions(size: number): [x: number, y: number][] {
  const at = (index: number) => ((index + 0.5) * 2) / size - 1;
  return Array.from({ length: size * size }, (_, pixel) => [at(pixel % size), at(Math.floor(pixel / size))]);
}

/**
 * 12 rows of size x size weights, row-major: the face's, then the surroundings'. A row times a map is the region's mean of
 * the map times 1, x, y, x^2, xy or y^2.
 */
export function momentBasis(size: number): Float32Array {
  const rows = regions(size).flatMap((region) => {
    const pixels = region.reduce((sum, inside) => sum + inside, 0);
    const powers = positions(size).map(([x, y]) => [1, x, y, x * x, x * y, y * y]);
    return Array.from({ length: POWERS }, (_, power) =>
      powers.map((values, pixel) => ((region[pixel] ?? 0) * (values[power] ?? NaN)) / pixels),
    );
  });
  return Float32Array.from(rows.flat());
}

function affineFlow(moments: ArrayLike<number>): Flow {
  const moment = (power: number, product: number) => moments[power * PRODUCTS + product] ?? NaN;
  // gx u + gy v + gt = 0 with u and v of three unknowns each: blocks of the matrix take gx^2, gx gy and gy^2.
  const matrix = Array.from({ length: 6 }, (_, row) =>
    Array.from({ length: 6 }, (_, column) => {
      const product = Math.floor(row / 3) + Math.floor(column / 3);
      const power = GRAM[row % 3]?.[column % 3] ?? NaN;
      return moment(power, product) + (row === column ? DAMPING : 0);
    }),
  );
  const right = Array.from({ length: 6 }, (_, row) => -moment(row % 3, 3 + Math.floor(row / 3)));
  const flow = solve(matrix, right);
  const change = moment(0, 5);
  const explained = right.reduce((sum, value, index) => sum + value * (flow[index] ?? NaN), 0);
  return { flow, left: Math.max(0, change - explained), change, slope: moment(0, 0) + moment(0, 2) };
}

/** Solves a linear system by elimination; the matrix is positive definite, so that no pivot is zero. */
function solve(matrix: readonly Vector[], right: Vector): Vector {
  const rows = matrix.map((row, index) => [...row, right[index] ?? NaN]);
  rows.forEach((pivot, index) => {
    const scale = pivot[index] ?? NaN;
    pivot.forEach((value, column) => (pivot[column] = value / scale));
    rows.forEach((row, other) => {
      if (other === index) return;
      const factor = row[index] ?? NaN;
      row.forEach((value, column) => (row[column] = value - factor * (pivot[column] ?? NaN)));
    });
  });
  return rows.map((row) => row.at(-1) ?? NaN);
}

function length(vector: Vector): number {
  return Math.hypot(...vector);
}
