import * as kernel from '../../../kernels/crop.wgsl';
import type { Rectangle } from '../../geometry';
import { ruleOf, type CropName, type CropRule, type Model } from '../../model/manifest';
import { mapCrops, type Crop, type Crops } from '../../network/network';
import { pixelsOf, planeLength, WORKGROUP } from './layout';
import type { Pipelines } from './pipelines';
import type { RecordedRing } from './record';
import type { Replay } from './replay';
import { mapFields } from './tiles';

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

/** Places for the crops of one name, and what fills them. */
class Ring {
  readonly #free: number[];

  constructor(
    private readonly recorded: RecordedRing,
    private readonly rule: Pick<CropRule, 'samples' | 'range'>,
    private readonly replay: Replay,
    private readonly pipeline: GPUComputePipeline,
    private readonly places: number,
  ) {
    this.#free = Array.from({ length: places }, (_, index) => index * planeLength(recorded.map.shape));
  }

  get held(): boolean {
    return this.#free.length < this.places;
  }

  cut(image: GPUBindGroup, { x, y, width, height }: Rectangle): RingCrop {
    const crop = this.#take();
    const { map, uniform } = this.recorded;
    const { samples, range } = this.rule;
    const [least, most] = range;
    const output = mapFields(map);
    this.replay.writeUniforms(uniform, kernel, {
      corner: [x, y],
      extent: [width, height],
      output: { ...output, start: map.region.offset + crop.place },
      samples,
      least,
      most,
    });
    const workgroups = [Math.ceil(pixelsOf(map.shape) / WORKGROUP), 1] as const;
    this.replay.prepend([{ pipeline: this.pipeline, uniform, workgroups, image }]);
    return crop;
  }

  filled(values: Float32Array): RingCrop {
    const crop = this.#take();
    this.replay.write(this.recorded.map, values, crop.place);
    return crop;
  }

  #take(): RingCrop {
    const place = this.#free.shift();
    if (place === undefined) throw new RangeError('More crops are held than windows can be.');
    return new RingCrop(
      place,
      () => this.replay.read(this.recorded.map, place),
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
    private readonly rings: Crops<Ring>,
  ) {}

  static async create(
    replay: Replay,
    pipelines: Pipelines,
    recorded: Crops<RecordedRing>,
    rules: Model['crops'],
    places: number,
  ): Promise<Cropper> {
    const pipeline = await pipelines.compile(kernel);
    const rings = mapCrops(
      recorded,
      (ring, name) => new Ring(ring, ruleOf(rules, name), replay, pipeline, places),
    );
    return new Cropper(replay, pipelines, rings);
  }

  /** Whether any crop is in use. */
  get held(): boolean {
    return Object.values(this.rings).some(({ held }) => held);
  }

  /** All are made by the next submit. The image may be closed afterwards. */
  crop(image: ImageBitmap, parts: Crops<Rectangle>): Crops<RingCrop> {
    const { width, height } = image;
    // Crops that wait read the image and the uniforms that are written now.
    this.replay.flush();
    const { texture, group } = this.#imageOf(width, height);
    this.replay.device.queue.copyExternalImageToTexture({ source: image }, { texture }, { width, height });
    return this.cut(group, parts);
  }

  /** Has the next submit cut these out of an image on the GPU. */
  cut(image: GPUBindGroup, parts: Crops<Rectangle>): Crops<RingCrop> {
    return mapCrops(parts, (part, name) => this.#ring(name).cut(image, part));
  }

  cropsOf(values: Crops<Float32Array>): Crops<RingCrop> {
    return mapCrops(values, (one, name) => this.#ring(name).filled(one));
  }

  destroy(): void {
    this.#texture?.destroy();
  }

  #ring(name: CropName): Ring {
    const ring = this.rings[name];
    if (!ring) throw new RangeError(`The network does not see a crop named ${name}.`);
    return ring;
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
