import type { Region } from '../../backends/webgpu/region';
import type { Encoded } from '../../backends/webgpu/launches';
import { Pipelines } from '../../backends/webgpu/pipelines';
import { crop, type Program } from '../../backends/webgpu/programs';
import { unpackMap } from '../../backends/webgpu/maps';
import { readBack } from '../../backends/webgpu/readBack';
import type { Rectangle } from '../rectangle';
import type { Crop, Crops } from '../network';
import type { DepthPlan } from './depthPlan';

/** A crop in the plan's ring; disposing it gives its place back. */
export class PlannedCrop implements Crop {
  #held = true;

  constructor(
    readonly index: number,
    private readonly free: number[],
    private readonly read: () => Promise<Float32Array>,
  ) {}

  data(): Promise<Float32Array> {
    return this.read();
  }

  dispose(): void {
    if (this.#held) this.free.push(this.index);
    this.#held = false;
  }
}

/** Faces or contexts: where their crops go, and what makes them. */
interface Kind {
  /** Side of the crops in pixels. */
  size: number;
  places: readonly Region[];
  free: number[];
  rectangle: Region;
  pipeline: GPUComputePipeline;
  workgroups: Program['workgroups'];
  /** By place, for frames of the current size. */
  launches: Encoded[];
}

/** A frame's, both of the plan's own. */
export interface PlannedCrops extends Crops {
  face: PlannedCrop;
  context: PlannedCrop;
}

/** Cuts crops out of frames straight into the plan's ring: no pixel comes back to the CPU. */
export class Cropper {
  #frame: GPUTexture | undefined;

  private constructor(
    private readonly plan: DepthPlan,
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
      const rectangle = plan.memory.floats(`${name} rectangle`, 4);
      const pipeline = await pipelines.create(program, name);
      return { size, places, free, rectangle, pipeline, workgroups: program.workgroups, launches: [] };
    };
    const { faces, contexts } = plan.crops;
    return new Cropper(
      plan,
      ...(await Promise.all([
        kind('crop face', faces, faceSize),
        kind('crop context', contexts, contextSize),
      ])),
    );
  }

  /** Both are made by the plan's next submit. The image may be closed afterwards. */
  crop(image: ImageBitmap, face: Rectangle, context: Rectangle): PlannedCrops {
    const { width, height } = image;
    const held = [this.faces, this.contexts].some(({ free, places }) => free.length < places.length - 1);
    if (!held) this.plan.forget();
    // Those before read the picture and the rectangles that are written now.
    this.plan.flush();
    const texture = this.#frameOf(width, height);
    this.plan.memory.device.queue.copyExternalImageToTexture(
      { source: image },
      { texture },
      { width, height },
    );
    const [ofFace, ofContext] = [this.#cut(this.faces, face), this.#cut(this.contexts, context)];
    this.plan.prepend([ofFace.launch, ofContext.launch]);
    return { face: ofFace.crop, context: ofContext.crop };
  }

  destroy(): void {
    this.#frame?.destroy();
  }

  #cut(kind: Kind, { x, y, width, height }: Rectangle): { crop: PlannedCrop; launch: Encoded } {
    const index = kind.free.shift();
    const launch = index === undefined ? undefined : kind.launches[index];
    const place = index === undefined ? undefined : kind.places[index];
    if (index === undefined || !launch || !place)
      throw new RangeError('More crops are held than windows can be.');
    const { device, scalar } = this.plan.memory;
    device.queue.writeBuffer(kind.rectangle.buffer, 0, Float32Array.of(x, y, width, height));
    const shape = { width: kind.size, height: kind.size, channels: 3 };
    const read = async () => {
      this.plan.flush();
      return unpackMap(await readBack(device, place, scalar), shape);
    };
    return { crop: new PlannedCrop(index, kind.free, read), launch };
  }

  /** The texture that frames of this size are copied into; a camera changes its size rarely. */
  #frameOf(width: number, height: number): GPUTexture {
    if (this.#frame?.width === width && this.#frame.height === height) return this.#frame;
    this.#frame?.destroy();
    const { device } = this.plan.memory;
    const texture = device.createTexture({
      label: 'frame',
      size: { width, height },
      format: 'rgba8unorm',
      usage: GPUTextureUsage.COPY_DST | GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.TEXTURE_BINDING,
    });
    const view = texture.createView();
    for (const kind of [this.faces, this.contexts]) {
      const { pipeline, workgroups, rectangle } = kind;
      kind.launches = kind.places.map((place) => ({
        pipeline,
        workgroups,
        group: device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: [view, rectangle, place].map((resource, binding) => ({ binding, resource })),
        }),
      }));
    }
    this.#frame = texture;
    return texture;
  }
}
