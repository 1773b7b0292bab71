import { dispose, io, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

/** The network's parameters by the name PyTorch gave them, in TensorFlow.js layouts (kernels H x W x I x O). */
export class Weights {
  readonly #tensors: Record<string, Tensor>;

  constructor(manifest: io.WeightsManifestConfig, bytes: ArrayBuffer) {
    this.#tensors = io.decodeWeights(
      bytes,
      manifest.flatMap((group) => group.weights),
    );
  }

  /** Of a convolution, H x W x I x O. */
  kernel(name: string): Tensor4D {
    return this.#find(`${name}.kernel`) as Tensor4D;
  }

  /** Of a dense layer, I x O. */
  matrix(name: string): Tensor2D {
    return this.#find(`${name}.kernel`) as Tensor2D;
  }

  bias(name: string): Tensor1D {
    return this.#find(`${name}.bias`) as Tensor1D;
  }

  dispose(): void {
    dispose(this.#tensors);
  }

  #find(name: string): Tensor {
    const tensor = this.#tensors[name];
    if (!tensor) throw new RangeError(`The model has no weights named ${name}.`);
    return tensor;
  }
}
