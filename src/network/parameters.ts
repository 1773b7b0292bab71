import type { io } from '@tensorflow/tfjs-core';
import { fromFloat16 } from '../backends/webgpu/float16';
import type { Kernel } from '../backends/webgpu/packKernel';

interface Parameter {
  shape: number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** The network's parameters as numbers, by the name PyTorch gave them; for what does not compute with tensors. */
export class Parameters {
  readonly #parameters = new Map<string, Parameter>();

  constructor(manifest: io.WeightsManifestConfig, bytes: ArrayBuffer) {
    let offset = 0;
    for (const { name, shape, quantization } of manifest.flatMap((group) => group.weights)) {
      const length = shape.reduce((product, size) => product * size, 1);
      const half = quantization?.dtype === 'float16';
      const start = offset;
      offset += length * (half ? 2 : 4);
      const decoded = () =>
        half
          ? Float32Array.from(new Uint16Array(bytes, start, length), fromFloat16)
          : new Float32Array(bytes.slice(start, start + 4 * length));
      let known: Parameter['values'] | undefined;
      this.#parameters.set(name, {
        shape,
        // Decoded when they are asked for: some networks only ask for few.
        get values() {
          return (known ??= decoded());
        },
      });
    }
  }

  /** Of a convolution. */
  kernel(name: string): Kernel {
    const { shape, values } = this.#find(`${name}.kernel`);
    const [height = NaN, width = NaN, inputs = NaN, outputs = NaN] = shape;
    return { values, taps: height * width, inputs, outputs };
  }

  /** Of a dense layer, inputs x outputs. */
  matrix(name: string): Float32Array<ArrayBuffer> {
    return this.#find(`${name}.kernel`).values;
  }

  bias(name: string): Float32Array<ArrayBuffer> {
    return this.#find(`${name}.bias`).values;
  }

  #find(name: string): Parameter {
    const parameter = this.#parameters.get(name);
    if (!parameter) throw new RangeError(`The model has no weights named ${name}.`);
    return parameter;
  }
}
