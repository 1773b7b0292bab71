import { mapLength, planeLength, type MapShape } from './maps';
import type { Region } from './region';
import { bytesPerScalar, toScalars, type Scalar } from './scalars';

/** Offsets at which a part of a buffer may be bound, on every adapter. */
const ALIGNMENT = 256;

/** All that a plan holds on the GPU; allocated while it is built and never after. */
export class GpuMemory {
  readonly #buffers: GPUBuffer[] = [];

  constructor(
    readonly device: GPUDevice,
    readonly scalar: Scalar,
  ) {}

  get bytes(): number {
    return this.#buffers.reduce((sum, buffer) => sum + buffer.size, 0);
  }

  /** A feature map of zeros. */
  map(label: string, shape: MapShape): Region {
    return this.#whole(this.#allocate(label, mapLength(shape) * bytesPerScalar[this.scalar]));
  }

  /** A map of at most four channels, a single plane of zeros. */
  plane(label: string, shape: MapShape): Region {
    return this.#whole(this.#allocate(label, 4 * planeLength(shape) * bytesPerScalar[this.scalar]));
  }

  /** Maps in one buffer, which a kernel reads as a whole and others write one by one. */
  together<const Shapes extends readonly MapShape[]>(
    label: string,
    shapes: Shapes,
  ): { whole: Region; parts: { [Index in keyof Shapes]: Region } } {
    let bytes = 0;
    const places = shapes.map((shape) => {
      const offset = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
      const size = mapLength(shape) * bytesPerScalar[this.scalar];
      bytes = offset + size;
      return { offset, size };
    });
    const buffer = this.#allocate(label, bytes);
    const parts = places.map((place) => ({ buffer, ...place }));
    return { whole: this.#whole(buffer), parts: parts as { [Index in keyof Shapes]: Region } };
  }

  /** Zeros in f32. */
  floats(label: string, length: number): Region {
    return this.#whole(this.#allocate(label, 4 * length));
  }

  /** Weights, stored as maps are. */
  weights(label: string, values: Float32Array<ArrayBuffer>): Region {
    return this.#filled(label, toScalars(values, this.scalar));
  }

  constants(label: string, values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): Region {
    return this.#filled(label, values);
  }

  /** For read-back. */
  staging(label: string, bytes: number): GPUBuffer {
    return this.#allocate(label, bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }

  destroy(): void {
    for (const buffer of this.#buffers.splice(0)) buffer.destroy();
  }

  #filled(
    label: string,
    values: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
  ): Region {
    const buffer = this.#allocate(label, values.byteLength);
    this.device.queue.writeBuffer(buffer, 0, values);
    return this.#whole(buffer);
  }

  #whole(buffer: GPUBuffer): Region {
    return { buffer, offset: 0, size: buffer.size };
  }

  #allocate(label: string, bytes: number, usage?: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.device.createBuffer({
      label,
      // Uniforms are bound in units of 16 bytes.
      size: Math.ceil(bytes / 16) * 16,
      usage:
        usage ??
        GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    this.#buffers.push(buffer);
    return buffer;
  }
}
