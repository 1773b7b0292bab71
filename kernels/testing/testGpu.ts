import { toFloat16, fromFloat16 } from '../../src/backends/webgpu/float16';
import type { Region } from '../../src/backends/webgpu/region';
import { mapLength, packMap, unpackMap, type MapShape } from '../../src/backends/webgpu/maps';
import { Pipelines } from '../../src/backends/webgpu/pipelines';
import type { Program } from '../../src/backends/webgpu/programs';
import { readBack } from '../../src/backends/webgpu/readBack';
import { bytesPerScalar, toScalars, type Scalar } from '../../src/backends/webgpu/scalars';
import type { Image } from './reference';

/** Runs single kernels on a device, in Node or in a page. */
export class TestGpu {
  readonly #pipelines: Pipelines;
  readonly #compiled = new Map<string, Promise<GPUComputePipeline>>();

  constructor(
    readonly device: GPUDevice,
    readonly scalar: Scalar,
  ) {
    this.#pipelines = new Pipelines(device, scalar);
  }

  /** The values as the device stores them, so that a reference starts from the same ones. */
  rounded(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    return this.scalar === 'f32' ? values : values.map((value) => fromFloat16(toFloat16(value)));
  }

  floats(values: ArrayLike<number>): GPUBuffer {
    return this.#buffer(Float32Array.from(values));
  }

  scalars(values: Float32Array<ArrayBuffer>): GPUBuffer {
    return this.#buffer(toScalars(values, this.scalar));
  }

  map(image: Image): GPUBuffer {
    return this.scalars(packMap(image.data, image));
  }

  emptyMap(shape: MapShape): GPUBuffer {
    return this.empty(mapLength(shape) * bytesPerScalar[this.scalar]);
  }

  empty(bytes: number): GPUBuffer {
    return this.device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
  }

  /** Launches the program on buffers or textures bound in order, its sizes last; `undefined` leaves a binding out. */
  async run(program: Program, resources: readonly (GPUBuffer | GPUTextureView | undefined)[]): Promise<void> {
    const pipeline = await this.#pipelineOf(program);
    const sizes = program.sizes && this.#buffer(program.sizes);
    const entries = [...resources, sizes].flatMap((resource, binding): GPUBindGroupEntry[] => {
      if (!resource) return [];
      return [{ binding, resource: 'size' in resource ? { buffer: resource } : resource }];
    });
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(...program.workgroups);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  async readMap(buffer: GPUBuffer, shape: MapShape): Promise<Float32Array> {
    return unpackMap(await readBack(this.device, whole(buffer), this.scalar), shape);
  }

  readFloats(buffer: GPUBuffer): Promise<Float32Array> {
    return readBack(this.device, whole(buffer), 'f32');
  }

  #pipelineOf(program: Program): Promise<GPUComputePipeline> {
    const { kernel, entry, constants } = program;
    const key = JSON.stringify([kernel, entry, constants]);
    const compiled = this.#compiled.get(key) ?? this.#pipelines.create(program, program.kernel);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #buffer(
    values: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
  ): GPUBuffer {
    const buffer = this.device.createBuffer({
      size: Math.ceil(values.byteLength / 16) * 16,
      usage:
        GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    this.device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  }
}

function whole(buffer: GPUBuffer): Region {
  return { buffer, offset: 0, size: buffer.size };
}
