import { dispose, keep, type Tensor4D } from '@tensorflow/tfjs-core';
import { convolve, type Convolution, type Source, type WeightTexels } from '../backends/webgl/convolution';
import { joinGradients } from '../backends/webgl/joinGradients';
import { maxPool } from '../backends/webgl/maxPool';
import { packWeights, places, rowsOf, weightOf, type Kernel, type Row } from '../backends/webgl/packWeights';
import { gridOf, otherBorder, partsOf, type Border, type Planes } from '../backends/webgl/planes';
import type { Renderer } from '../backends/webgl/renderer';
import { fromTensor, toTensor } from '../backends/webgl/tensors';
import { upsample } from '../backends/webgl/upsample';
import type { Blocks } from './blocks';
import type { Weights } from './weights';

/** A map of which some channels are known to be there; the rest of its last planes is not read. */
type Drawn = Planes & { channels: number };

/** The blocks as our own WebGL programs: each is one draw, a ConvGRU's step two. */
export class DrawnBlocks implements Blocks {
  readonly #packed = new Map<string, WeightTexels>();

  constructor(
    private readonly renderer: Renderer,
    private readonly weights: Weights,
  ) {}

  fromTensor(x: Tensor4D): Drawn {
    return { ...fromTensor(this.renderer, x), channels: x.shape[3] };
  }

  toTensor(x: Drawn): Tensor4D {
    return toTensor(this.renderer, x, x.channels);
  }

  spatialGradient(name: string, parts: readonly Drawn[]): Drawn {
    const conv = this.#kernel(`${name}.conv`);
    const gradient = this.#kernel(`${name}.gradient`);
    let first = 0;
    const rows = parts.flatMap(({ channels }) => {
      const start = first;
      first += channels;
      return rowsOf(channels, (channel) => {
        const taps = weightOf(conv, start + channel);
        const magnitude = weightOf(gradient, start + channel);
        return [(tap, output) => (tap < 9 ? taps(tap, output) : magnitude(0, output))];
      });
    });
    return this.#convolve(
      `${name}.conv`,
      parts.map((map): Source => ({ kind: 'gradient', map })),
      rows,
      10,
      'relu',
    );
  }

  convolution(name: string, x: Drawn, activation: 'linear' | 'relu'): Drawn {
    const kernel = this.#kernel(name);
    const rows = rowsOf(x.channels, (channel) => [weightOf(kernel, channel)]);
    const kind = kernel.shape[0] === 1 ? 'point' : 'window';
    return this.#convolve(name, [{ kind, map: x }], rows, kind === 'point' ? 1 : 9, activation);
  }

  maxPool(x: Drawn): Drawn {
    return { ...maxPool(this.renderer, x), channels: x.channels };
  }

  upsample(x: Drawn, size: number): Drawn {
    return { ...upsample(this.renderer, x, size, size), channels: x.channels };
  }

  /** Joined by its gradients; `channels` stays that of the map alone. */
  prepared(x: Drawn): Drawn {
    return { ...joinGradients(this.renderer, x), channels: x.channels };
  }

  shortTerm(name: string, older: Drawn, newer: Drawn, previous?: Drawn): Drawn {
    const kernel = this.#kernel(name);
    const { channels } = older;
    const { groups } = partsOf(channels);
    // In the kernel: older, its gradients, the newer's gradients, the change, the previous level.
    const of = (part: number) => (channel: number) => weightOf(kernel, part * channels + channel);
    const [value, change, previousLevel] = [of(0), of(5), of(6)];
    const gradients = (first: number): Row[] =>
      [first, first + 1].flatMap((part) => rowsOf(channels, (channel) => [of(part)(channel)]));
    const sources: Source[] = [
      { kind: 'change', map: older, second: newer, planes: { first: 0, count: groups } },
      { kind: 'window', map: older, planes: { first: groups, count: 2 * groups } },
      { kind: 'window', map: newer, planes: { first: groups, count: 2 * groups } },
    ];
    const rows = [
      ...rowsOf(channels, (channel) => [value(channel), change(channel)], 2),
      ...gradients(1),
      ...gradients(3),
    ];
    if (previous) {
      sources.push({ kind: 'window', map: previous });
      rows.push(...rowsOf(previous.channels, (channel) => [previousLevel(channel)]));
    }
    return this.#convolve(name, sources, rows, 9, 'relu');
  }

  noState({ width, height, border }: Drawn, channels: number): Drawn {
    const { parts, groups } = partsOf(channels);
    const { columns, rows } = gridOf(width, height, border);
    const zeros = new Float32Array(4 * columns * rows * groups);
    return {
      parts: Array.from({ length: parts }, () => this.renderer.upload(zeros, columns, rows * groups)),
      width,
      height,
      groups,
      border,
      channels,
    };
  }

  convGru(name: string, x: Drawn, state: Drawn): Drawn {
    const { channels } = state;
    const { parts, groups } = partsOf(channels);
    const rows = (kernel: Kernel) => [
      ...rowsOf(x.channels, (channel) => [weightOf(kernel, channel)]),
      ...rowsOf(channels, (channel) => [weightOf(kernel, x.channels + channel)]),
    ];
    // R in whole planes, then U.
    const gatePlaces = [...places(channels), ...places(channels, channels)];
    const gateName = `${name}.gates`;
    const gates = this.#draw({
      sources: [
        { kind: 'window', map: x },
        { kind: 'window', map: state },
      ],
      finish: { kind: 'gates', state },
      weights: this.#texels(gateName, gatePlaces, () => rows(this.#kernel(gateName)), 9),
      parts,
      groups: 2 * groups,
      border: otherBorder(state.border),
    });
    const candidateName = `${name}.candidate`;
    const next = this.#draw({
      sources: [
        { kind: 'window', map: x },
        { kind: 'window', map: gates, planes: { first: 0, count: groups } },
      ],
      finish: { kind: 'update', state, gates },
      weights: this.#texels(candidateName, places(channels), () => rows(this.#kernel(candidateName)), 9),
      parts,
      groups,
      border: state.border,
    });
    dispose(gates.parts);
    return { ...next, channels };
  }

  /** A convolution with ReLU or nothing after it; its output has the border that makes it read least. */
  #convolve(
    name: string,
    sources: readonly Source[],
    rows: readonly Row[],
    taps: number,
    activation: 'linear' | 'relu',
  ): Drawn {
    const [, , , channels = 0] = this.#kernel(name).shape;
    return {
      ...this.#draw({
        sources,
        finish: { kind: activation },
        weights: this.#texels(name, places(channels), () => rows, taps),
        ...partsOf(channels),
        border: bestBorder(sources),
      }),
      channels,
    };
  }

  #draw(convolution: Convolution): Planes {
    return convolve(this.renderer, convolution);
  }

  /** Weights as a program reads them, packed when they are first needed. */
  #texels(
    name: string,
    outputs: readonly (number | undefined)[],
    rows: () => readonly Row[],
    taps: number,
  ): WeightTexels {
    let packed = this.#packed.get(name);
    if (!packed) {
      const all = rows();
      const { values, columns, rows: height } = packWeights(outputs, this.#bias(name), all, taps);
      packed = { texels: keep(this.renderer.upload(values, columns, height)), rows: 1 + all.length };
      this.#packed.set(name, packed);
    }
    return packed;
  }

  /** Never uploaded as it is, so that reading it costs no wait for the GPU. */
  #kernel(name: string): Kernel {
    const tensor = this.weights.kernel(name);
    return { shape: tensor.shape, values: tensor.dataSync() };
  }

  #bias(name: string): ArrayLike<number> {
    return this.weights.bias(name).dataSync();
  }

  dispose(): void {
    for (const { texels } of this.#packed.values()) texels.dispose();
    this.#packed.clear();
  }
}

/** The other one than most planes have that a window of pixels is read of. */
function bestBorder(sources: readonly Source[]): Border {
  const [first] = sources;
  if (first?.kind === 'point') return first.map.border;
  const bordered = sources.filter(({ map }) => map.border === 1);
  const planes = (some: readonly Source[]) =>
    some.reduce((sum, { map, planes }) => sum + (planes?.count ?? map.groups), 0);
  return 2 * planes(bordered) > planes(sources) ? 0 : 1;
}
