import type { Region } from '../../backends/webgpu/region';
import { encode, type Launch } from '../../backends/webgpu/launches';
import { Pipelines } from '../../backends/webgpu/pipelines';
import { crop, type Program } from '../../backends/webgpu/programs';
import type { DepthPlan } from './depthPlan';

/** A square of the frame; `x`, `y` is its top left corner, all in pixels. */
interface Square {
  x: number;
  y: number;
  side: number;
}

/** A crop in the plan's ring; disposing it gives its place back. */
export class PlannedCrop {
  #held = true;

  constructor(
    readonly index: number,
    private readonly free: number[],
  ) {}

  dispose(): void {
    if (this.#held) this.free.push(this.index);
    this.#held = false;
  }
}

/** Faces or contexts: where their crops go, and what makes them. */
interface Kind {
  places: readonly Region[];
  free: number[];
  square: Region;
  pipeline: GPUComputePipeline;
  workgroups: Program['workgroups'];
  /** By place, for frames of the current size. */
  launches: Launch[];
}

/** Cuts crops out of frames straight into the plan's ring: no pixel comes back to the CPU. */
export class Cropper {
  #frame: GPUTexture | undefined;

  private constructor(
    private readonly device: GPUDevice,
    private readonly faces: Kind,
    private readonly contexts: Kind,
  ) {}

  static async create(plan: DepthPlan): Promise<Cropper> {
    const { device, scalar } = plan.memory;
    const { face_size: faceSize, context_size: contextSize } = plan.architecture;
    const pipelines = new Pipelines(device, scalar);
    const kind = async (name: string, places: readonly Region[], size: number): Promise<Kind> => {
      const program = crop(size);
      // The last place is for crops from outside.
      const free = Array.from({ length: places.length - 1 }, (_, index) => index);
      const square = plan.memory.floats(`${name} square`, 4);
      const pipeline = await pipelines.create(program, name);
      return { places, free, square, pipeline, workgroups: program.workgroups, launches: [] };
    };
    const { faces, contexts } = plan.crops;
    return new Cropper(
      device,
      ...(await Promise.all([
        kind('crop face', faces, faceSize),
        kind('crop context', contexts, contextSize),
      ])),
    );
  }

  /** The face's crop and, with a second square, the context's. The image may be closed afterwards. */
  crop(image: ImageBitmap, face: Square, context?: Square): PlannedCrop[] {
    const { width, height } = image;
    const texture = this.#frameOf(width, height);
    this.device.queue.copyExternalImageToTexture({ source: image }, { texture }, { width, height });
    const cuts = [this.#cut(this.faces, face), ...(context ? [this.#cut(this.contexts, context)] : [])];
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    encode(
      pass,
      cuts.map(({ launch }) => launch),
    );
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    return cuts.map((cut) => cut.crop);
  }

  destroy(): void {
    this.#frame?.destroy();
  }

  #cut(kind: Kind, { x, y, side }: Square): { crop: PlannedCrop; launch: Launch } {
    const index = kind.free.shift();
    const launch = index === undefined ? undefined : kind.launches[index];
    if (index === undefined || !launch) throw new RangeError('More crops are held than windows can be.');
    this.device.queue.writeBuffer(kind.square.buffer, 0, Float32Array.of(x, y, side));
    return { crop: new PlannedCrop(index, kind.free), launch };
  }

  /** The texture that frames of this size are copied into; a camera changes its size rarely. */
  #frameOf(width: number, height: number): GPUTexture {
    if (this.#frame?.width === width && this.#frame.height === height) return this.#frame;
    this.#frame?.destroy();
    const texture = this.device.createTexture({
      label: 'frame',
      size: { width, height },
      format: 'rgba8unorm',
      usage: GPUTextureUsage.COPY_DST | GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.TEXTURE_BINDING,
    });
    const view = texture.createView();
    for (const kind of [this.faces, this.contexts]) {
      const { pipeline, workgroups, square } = kind;
      kind.launches = kind.places.map((place) => ({
        pipeline,
        workgroups,
        group: this.device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: [view, square, place].map((resource, binding) => ({ binding, resource })),
        }),
      }));
    }
    this.#frame = texture;
    return texture;
  }
}
