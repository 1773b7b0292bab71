import * as kernel from '../../../kernels/crop.wgsl';
import type { Rectangle } from '../../geometry';
import type { Model } from '../../model/manifest';
import type { Crop, Crops } from '../../network/network';
import { pitchOf, planeLength } from './layout';
import type { Pipelines } from './pipelines';
import type { MapRef } from './recorder';
import type { Replay } from './replay';
import { pixelsOf, WORKGROUP } from './tiles';

/** A crop in its ring; disposing it gives its place back. */
export class RingCrop implements Crop {
  #held = true;

  /** `place`: pixels of the ring that come before it. */
  constructor(
    readonly place: number,
    private readonly read: () => Promise<Float32Array>,
    private readonly free: () => void,
  ) {}

  data(): Promise<Float32Array> {
    return this.read();
  }

  dispose(): void {
    if (this.#held) this.free();
    this.#held = false;
  }
}

/** Places for crops of faces, or of contexts, and what fills them. */
class Ring {
  readonly #free: number[];

  constructor(
    private readonly map: MapRef,
    private readonly uniform: number,
    private readonly replay: Replay,
    private readonly pipeline: GPUComputePipeline,
    private readonly input: Model['input'],
    private readonly places: number,
  ) {
    this.#free = Array.from({ length: places }, (_, index) => index * planeLength(map.shape));
  }

  get held(): boolean {
    return this.#free.length < this.places;
  }

  cut(image: GPUBindGroup, { x, y, width, height }: Rectangle): RingCrop {
    const crop = this.#take();
    const { shape } = this.map;
    const [least, most] = this.input.range;
    this.replay.writeSizes(this.uniform, kernel, {
      corner: [x, y],
      extent: [width, height],
      size: shape.width,
      pitch: pitchOf(shape),
      output: this.map.region.offset + crop.place,
      least,
      most,
    });
    const workgroups = [Math.ceil(pixelsOf(shape) / WORKGROUP), 1] as const;
    this.replay.prepend([{ pipeline: this.pipeline, uniform: this.uniform, workgroups, image }]);
    return crop;
  }

  filled(values: Float32Array): RingCrop {
    const crop = this.#take();
    this.replay.write(this.map, values, crop.place);
    return crop;
  }

  #take(): RingCrop {
    const place = this.#free.shift();
    if (place === undefined) throw new RangeError('More crops are held than windows can be.');
    return new RingCrop(
      place,
      () => this.replay.read(this.map, place),
      () => this.#free.push(place),
    );
  }
}

/** Cuts crops out of frames straight into their rings: no pixel comes back to the CPU. */
export class Cropper {
  #texture: GPUTexture | undefined;
  #image: GPUBindGroup | undefined;

  private constructor(
    private readonly replay: Replay,
    private readonly pipelines: Pipelines,
    private readonly face: Ring,
    private readonly context: Ring,
  ) {}

  static async create(
    replay: Replay,
    pipelines: Pipelines,
    rings: Crops<MapRef>,
    cuts: Crops<number>,
    input: Model['input'],
    places: number,
  ): Promise<Cropper> {
    const pipeline = await pipelines.compile(kernel);
    const ring = (kind: 'face' | 'context') =>
      new Ring(rings[kind], cuts[kind], replay, pipeline, input, places);
    return new Cropper(replay, pipelines, ring('face'), ring('context'));
  }

  /** Whether any crop is in use. */
  get held(): boolean {
    return this.face.held || this.context.held;
  }

  /** Both are made by the next submit. The image may be closed afterwards. */
  crop(image: ImageBitmap, face: Rectangle, context: Rectangle): Crops<RingCrop> {
    const { width, height } = image;
    // Crops that wait read the image and the sizes that are written now.
    this.replay.flush();
    const { texture, group } = this.#imageOf(width, height);
    this.replay.device.queue.copyExternalImageToTexture({ source: image }, { texture }, { width, height });
    return this.cut(group, face, context);
  }

  /** Has the next submit cut both out of an image on the GPU. */
  cut(image: GPUBindGroup, face: Rectangle, context: Rectangle): Crops<RingCrop> {
    return { face: this.face.cut(image, face), context: this.context.cut(image, context) };
  }

  cropsOf(face: Float32Array, context: Float32Array): Crops<RingCrop> {
    return { face: this.face.filled(face), context: this.context.filled(context) };
  }

  destroy(): void {
    this.#texture?.destroy();
  }

  /** The texture that frames of this size are copied into; a camera changes its size rarely. */
  #imageOf(width: number, height: number): { texture: GPUTexture; group: GPUBindGroup } {
    if (this.#image && this.#texture?.width === width && this.#texture.height === height)
      return { texture: this.#texture, group: this.#image };
    this.#texture?.destroy();
    const { device } = this.replay;
    const texture = device.createTexture({
      label: 'frame',
      size: { width, height },
      format: 'rgba8unorm',
      usage: GPUTextureUsage.COPY_DST | GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.TEXTURE_BINDING,
    });
    const entries = [{ binding: 0, resource: texture.createView() }];
    const group = device.createBindGroup({ layout: this.pipelines.image, entries });
    this.#texture = texture;
    this.#image = group;
    return { texture, group };
  }
}
