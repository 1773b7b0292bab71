import { fromFloat16 } from './float16';
import type { WeightsManifest } from './manifest';

/** A parameter or golden vector: its values, row-major. */
export interface Values {
  shape: readonly number[];
  values: Float32Array<ArrayBuffer>;
}

/** A convolution's kernel as TensorFlow.js lays it out: taps x inputs x outputs. */
export interface Kernel {
  values: Float32Array<ArrayBuffer>;
  taps: number;
  inputs: number;
  outputs: number;
}

/** Reads weights.bin and golden.bin: values by the name that PyTorch gave them, decoded when they are asked for. */
export class Weights {
  readonly #decoders = new Map<string, () => Values>();

  constructor(manifest: WeightsManifest, bytes: ArrayBuffer) {
    let offset = 0;
    for (const { name, shape, quantization } of manifest.flatMap((group) => group.weights)) {
      const length = shape.reduce((product, size) => product * size, 1);
      const start = offset;
      const decode = quantization
        ? () => Float32Array.from(new Uint16Array(bytes, start, length), fromFloat16)
        : () => new Float32Array(bytes.slice(start, start + 4 * length));
      offset += length * (quantization ? 2 : 4);
      this.#decoders.set(name, () => ({ shape, values: decode() }));
    }
    if (offset !== bytes.byteLength)
      throw new RangeError(
        `The weights have ${String(bytes.byteLength)} bytes instead of ${String(offset)}.`,
      );
  }

  get names(): string[] {
    return [...this.#decoders.keys()];
  }

  /** @throws {RangeError} where there is none of this name */
  get(name: string): Values {
    const decode = this.#decoders.get(name);
    if (!decode) throw new RangeError(`The model has no weights named ${name}.`);
    return decode();
  }

  /** A convolution's kernel. */
  kernel(name: string): Kernel {
    const { shape, values } = this.get(`${name}.kernel`);
    const [height = NaN, width = NaN, inputs = NaN, outputs = NaN] = shape;
    return { values, taps: height * width, inputs, outputs };
  }

  /** A dense layer's kernel, inputs x outputs, row-major. */
  matrix(name: string): Float32Array<ArrayBuffer> {
    return this.get(`${name}.kernel`).values;
  }

  bias(name: string): Float32Array<ArrayBuffer> {
    return this.get(`${name}.bias`).values;
  }
}
