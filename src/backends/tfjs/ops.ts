import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { LUMINANCE, momentBasis, MOMENTS } from '../../network/rigidity';
import type { Taps } from '../../network/network';
import type { Block, ConvOptions, Ops } from '../../network/ops';
import type { Weights } from '../../model/weights';

/** Scaled so that a unit ramp has gradient 1. */
const SOBEL = [-1, 0, 1, -2, 0, 2, -1, 0, 1].map((tap) => tap / 8);
/** Inside the root of a gradient's magnitude. */
const EPSILON = 1e-8;

type LayerOptions = Omit<ConvOptions, 'activation'> & { activation?: ConvOptions['activation'] | 'sigmoid' };

/** Tensors that live as long as a network: its weights and the operations' own constants, made when first needed. */
export class KeptTensors {
  readonly #tensors = new Map<string, Tensor>();

  constructor(private readonly weights: Weights) {}

  weight<T extends Tensor>(name: string): T {
    return this.get(name, () => {
      const { values, shape } = this.weights.get(name);
      return tf.tensor(values, [...shape]) as T;
    });
  }

  get<T extends Tensor>(name: string, make: () => T): T {
    const known = this.#tensors.get(name) ?? tf.keep(tf.tidy(make));
    this.#tensors.set(name, known);
    return known as T;
  }

  dispose(): void {
    for (const constant of this.#tensors.values()) constant.dispose();
    this.#tensors.clear();
  }
}

/**
 * The network's operations in those of TensorFlow.js, on its current backend. Maps are 1 x H x W x C, vectors 1 x N. It
 * owns every tensor that it makes until `retain` lets it go.
 */
export class TfjsOps implements Ops<Tensor> {
  readonly #made = new Set<Tensor>();
  readonly #tapped: { name: string; output: Tensor }[] = [];
  #steps = 0;

  constructor(
    private readonly kept: KeptTensors,
    private readonly onStage: () => Promise<void>,
    private readonly taps: Taps | undefined,
  ) {}

  spatialGradient(name: string, inputs: readonly Tensor4D[]): Block<Tensor4D> {
    const full = this.#make(() => {
      const x = joined(inputs);
      const [gx, gy] = this.#gradients(x, 'same');
      const epsilon = this.kept.get('epsilon', () => tf.scalar(EPSILON));
      const magnitude = tf.sqrt(tf.add<Tensor4D>(tf.add(tf.square(gx), tf.square(gy)), epsilon));
      const direct = this.#convolved(`${name}.conv`, x);
      const gradient = tf.conv2d(magnitude, this.kept.weight<Tensor4D>(`${name}.gradient.kernel`), 1, 'same');
      return tf.relu(tf.add<Tensor4D>(direct, gradient));
    });
    return this.#block(full);
  }

  conv(name: string, x: Tensor4D, options?: ConvOptions): Tensor4D {
    return this.#make(() => this.#convolved(name, x, options));
  }

  addConv(name: string, x: Tensor4D, residual: Tensor4D): Tensor4D {
    return this.#make(() => tf.add<Tensor4D>(residual, this.#convolved(name, x)));
  }

  depthwise(name: string, x: Tensor4D, options: ConvOptions = {}): Tensor4D {
    return this.#make(() => tf.fused.depthwiseConv2d(this.#layer(name, x, options)));
  }

  squeezeExcite(name: string, x: Tensor4D, residual: Tensor4D): Tensor4D {
    return this.#make(() => {
      const squeezed = this.#convolved(`${name}.squeeze`, tf.mean<Tensor4D>(x, [1, 2], true), {
        activation: 'relu',
      });
      const factors = this.#convolved(`${name}.excite`, squeezed, { activation: 'sigmoid' });
      return tf.add<Tensor4D>(residual, tf.mul(x, factors));
    });
  }

  channelSums(name: string, x: Tensor4D): Tensor {
    return this.#make(() => {
      const sums = tf.depthwiseConv2d(x, this.kept.weight<Tensor4D>(`${name}.kernel`), 1, 'valid');
      return tf.reshape(tf.add(sums, this.kept.weight(`${name}.bias`)), [1, -1]);
    });
  }

  flatten(input: Tensor4D): Tensor {
    return this.#make(() => tf.reshape(input, [1, -1]));
  }

  upsample(input: Tensor4D, size: number): Tensor4D {
    return this.#make(() => tf.image.resizeBilinear(input, [size, size], false, true));
  }

  shortTerm(name: string, older: Tensor4D, newer: Tensor4D, previous?: Tensor4D): Block<Tensor4D> {
    const full = this.#make(() => {
      const gradients = [older, newer].flatMap((x) => this.#gradients(x, 'same'));
      const parts = [older, ...gradients, tf.sub<Tensor4D>(older, newer), ...(previous ? [previous] : [])];
      return this.#convolved(`${name}.fuse.conv`, joined(parts), { activation: 'relu' });
    });
    return this.#block(full);
  }

  convGru(name: string, x: Tensor4D, state: Tensor4D): Tensor4D {
    return this.#make(() => {
      const gates = this.#convolved(`${name}.gates`, joined([x, state]), { activation: 'sigmoid' });
      const [reset, update] = tf.split<Tensor4D>(gates, 2, 3) as [Tensor4D, Tensor4D];
      const candidate = tf.tanh(this.#convolved(`${name}.candidate`, joined([x, tf.mul(reset, state)])));
      return tf.add<Tensor4D>(state, tf.mul(update, tf.sub(candidate, state)));
    });
  }

  refine(mean: Tensor | undefined, single: Tensor4D, multi: Tensor4D, alpha: number): Tensor {
    this.#steps = mean ? this.#steps + 1 : 1;
    return this.#make(() => {
      const depth = tf.add(tf.mul(single, 1 - alpha), tf.mul(multi, alpha));
      const refined = tf.reshape(depth, [1, -1]);
      return mean ? tf.add(mean, tf.div(tf.sub(refined, mean), this.#steps)) : refined;
    });
  }

  meanMax(inputs: readonly Tensor4D[]): Tensor {
    return this.#make(() =>
      tf.concat(
        inputs.flatMap((x) => [tf.mean<Tensor2D>(x, [1, 2]), tf.max<Tensor2D>(x, [1, 2])]),
        1,
      ),
    );
  }

  dense(name: string, inputs: readonly Tensor[], activation: 'linear' | 'relu'): Tensor {
    return this.#make(() => {
      const x = tf.concat([...inputs] as Tensor2D[], 1);
      const sum = tf.add(
        tf.matMul(x, this.kept.weight<Tensor2D>(`${name}.kernel`)),
        this.kept.weight(`${name}.bias`),
      );
      return activation === 'relu' ? tf.relu(sum) : sum;
    });
  }

  luminance(crop: Tensor4D): Tensor4D {
    return this.#make(() => {
      const weights = this.kept.get('luminance', () => tf.tensor1d(LUMINANCE));
      return tf.avgPool(tf.sum<Tensor4D>(tf.mul(crop, weights), 3, true), 2, 2, 'valid');
    });
  }

  flowMoments(older: Tensor4D, newer: Tensor4D): Tensor {
    const size = newer.shape[1];
    return this.#make(() => {
      const basis = this.kept.get('moment basis', () => tf.tensor2d(momentBasis(size), [12, size * size]));
      const [gx, gy] = this.#gradients(clampedBorder(tf.mul(tf.add(older, newer), 0.5)), 'valid');
      const gt = tf.sub<Tensor4D>(newer, older);
      const products = tf.mul(joined([gx, gx, gy, gx, gy, gt]), joined([gx, gy, gy, gt, gt, gt]));
      return tf.reshape(tf.matMul(basis, tf.reshape(products, [size ** 2, 6])), [1, MOMENTS]);
    });
  }

  zeros(size: number, channels: number): Tensor4D {
    return this.#make(() => tf.zeros([1, size, size, channels]));
  }

  append(history: Tensor2D | undefined, vectors: readonly Tensor2D[], count: number): Tensor2D {
    return this.#make(() => {
      const newest = tf.concat([...vectors], 1);
      const all = tf.concat([...(history ? [history] : []), newest], 0);
      return tf.slice(all, [Math.max(0, all.shape[0] - count), 0]);
    });
  }

  tidy<T extends Tensor | readonly Tensor[]>(compute: () => T): T {
    const kept = [...this.#made];
    const result = compute();
    this.retain(new Set(kept.concat(result)));
    return result;
  }

  tap<T extends Tensor>(name: string, map: T): T {
    if (this.taps?.watches(name)) this.#tapped.push({ name, output: tf.keep(map.clone()) });
    return map;
  }

  stage(): Promise<void> {
    return this.onStage();
  }

  /** Disposes every tensor made so far that is not among these. */
  retain(kept: ReadonlySet<Tensor>): void {
    for (const made of this.#made) {
      if (kept.has(made)) continue;
      made.dispose();
      this.#made.delete(made);
    }
  }

  /** Shows what was tapped since the last time. */
  async showTapped(): Promise<void> {
    const tapped = this.#tapped.splice(0);
    try {
      for (const { name, output } of tapped) this.taps?.see(name, (await output.data()) as Float32Array);
    } finally {
      for (const { output } of tapped) output.dispose();
    }
  }

  #make<T extends Tensor>(compute: () => T): T {
    const made = tf.keep(tf.tidy(compute));
    this.#made.add(made);
    return made;
  }

  #block(full: Tensor4D): Block<Tensor4D> {
    let pooled: Tensor4D | undefined;
    return { full, pooled: () => (pooled ??= this.#make(() => tf.maxPool(full, 2, 2, 'valid'))) };
  }

  #convolved(name: string, x: Tensor4D, options: LayerOptions = {}): Tensor4D {
    return tf.fused.conv2d(this.#layer(name, x, options));
  }

  /** Arguments of TensorFlow.js' fused convolutions, of all channels or depthwise. */
  #layer(name: string, x: Tensor4D, { stride = 1, padding = 'same', activation = 'linear' }: LayerOptions) {
    const filter = this.kept.weight<Tensor4D>(`${name}.kernel`);
    return {
      x,
      filter,
      bias: this.kept.weight(`${name}.bias`),
      strides: stride,
      ...(padding === 'same'
        ? { pad: padding }
        : { pad: (filter.shape[0] - 1) / 2, dimRoundingMode: 'floor' as const }),
      activation,
      ...(activation === 'prelu' && { preluActivationWeights: this.kept.weight(`${name}.slope`) }),
    };
  }

  /** Depthwise Sobel responses (paper eq. 1), horizontal and vertical. */
  #gradients(x: Tensor4D, pad: 'same' | 'valid'): [Tensor4D, Tensor4D] {
    const channels = x.shape[3];
    const kernel = (name: string, taps: readonly number[]) =>
      this.kept.get(`${name} gradient of ${String(channels)}`, () => depthwiseKernel(taps, channels));
    const transposed = SOBEL.map((_, tap) => SOBEL[3 * (tap % 3) + Math.floor(tap / 3)] ?? NaN);
    return [
      tf.depthwiseConv2d(x, kernel('horizontal', SOBEL), 1, pad),
      tf.depthwiseConv2d(x, kernel('vertical', transposed), 1, pad),
    ];
  }
}

function depthwiseKernel(taps: readonly number[], channels: number): Tensor4D {
  const values = taps.flatMap((tap) => new Array<number>(channels).fill(tap));
  return tf.tensor<Rank.R4>(values, [3, 3, channels, 1]);
}

function joined(parts: readonly Tensor4D[]): Tensor4D {
  const [only] = parts;
  return only && parts.length === 1 ? only : tf.concat([...parts], 3);
}

/** One pixel more on every side, as bright as the border. */
function clampedBorder(x: Tensor4D): Tensor4D {
  const pads = [0, 1, 1, 0].map((pixels): [number, number] => [pixels, pixels]);
  return tf.mirrorPad(x, pads, 'symmetric');
}
