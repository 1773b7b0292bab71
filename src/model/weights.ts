import { fromFloat16 } from './float16';
import type { WeightsManifest } from './manifest';

/** A parameter or golden vector: its values, row-major. */
export interface Values {
  shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** The weights of a convolution as TensorFlow.js lays them out: taps x inputs x outputs. */
export interface Filter {
  readonly values: Float32Array<ArrayBuffer>;
  taps: number;
  inputs: number;
  outputs: number;
}

/** Reads weights.bin and golden.bin: values by the name that PyTorch gave them, decoded when they are asked for. */
export class Weights {
  readonly #entries = new Map<string, { shape: number[]; decode: () => Values['values'] }>();

  constructor(manifest: WeightsManifest, bytes: ArrayBuffer) {
    let offset = 0;
    for (const { name, shape, quantization } of manifest.flatMap((group) => group.weights)) {
      const length = shape.reduce((product, size) => product * size, 1);
      const start = offset;
      const decode = quantization
        ? () => Float32Array.from(new Uint16Array(bytes, start, length), fromFloat16)
        : () => new Float32Array(bytes.slice(start, start + 4 * length));
      offset += length * (quantization ? 2 : 4);
      this.#entries.set(name, { shape, decode });
    }
    if (offset !== bytes.byteLength)
      throw new RangeError(
        `The weights have ${String(bytes.byteLength)} bytes instead of ${String(offset)}.`,
      );
  }

  /**
   * Values are decoded when they are first read: a caller may want the shape alone.
   *
   * @throws {RangeError} where there is none of this name
   */
  get(name: string): Values {
    const entry = this.#entries.get(name);
    if (!entry) throw new RangeError(`The model has no weights named ${name}.`);
    let decoded: Values['values'] | undefined;
    return {
      shape: entry.shape,
      get values() {
        return (decoded ??= entry.decode());
      },
    };
  }

  /** The weights of a convolution. */
  filter(name: string): Filter {
    const layer = this.get(`${name}.kernel`);
    const [height = NaN, width = NaN, inputs = NaN, outputs = NaN] = layer.shape;
    return {
      taps: height * width,
      inputs,
      outputs,
      get values() {
        return layer.values;
      },
    };
  }

  /** A dense layer's kernel, inputs x outputs, row-major. */
  matrix(name: string): Float32Array<ArrayBuffer> {
    return this.get(`${name}.kernel`).values;
  }

  bias(name: string): Float32Array<ArrayBuffer> {
    return this.get(`${name}.bias`).values;
  }

  /** A PReLU's slope below zero, one a channel. */
  slope(name: string): Float32Array<ArrayBuffer> {
    return this.get(`${name}.slope`).values;
  }
}
