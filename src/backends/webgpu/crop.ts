import * as kernel from '../../../kernels/crop.wgsl';
import type { Rectangle } from '../../geometry';
import type { CropName, CropRule } from '../../model/manifest';
import { mapCrops, type Crop, type Crops } from '../../network/network';
import { pixelsOf, planeLength } from './layout';
import type { Pipelines } from './pipelines';
import type { MapRef, Recorder } from './recorder';
import type { Replay } from './replay';

/** Where crops of one name lie. */
export interface Ring {
  map: MapRef;
  rule: CropRule;
  /** Offset of the `Uniforms` that one is cut with. */
  uniform: number;
  /** Places that no crop is in, in pixels of the ring. */
  free: number[];
}

/** A ring of so many places, and the uniform that its crops are cut with. */
export function recordRing(r: Recorder, name: CropName, rule: CropRule, places: number): Ring {
  const map = r.ring(name, rule.size, places);
  const free = Array.from({ length: places }, (_, index) => index * planeLength(map.shape));
  return { map, rule, uniform: r.reserve(), free };
}

/** A crop in its ring; disposing it gives its place back. */
export class RingCrop implements Crop {
  #held = true;

  /** `place`: pixels of the ring that come before it. */
  constructor(
    readonly place: number,
    readonly data: () => Promise<Float32Array>,
    private readonly free: () => void,
  ) {}

  dispose(): void {
    if (this.#held) this.free();
    this.#held = false;
  }
}

/** Cuts crops out of frames straight into their rings: no pixel comes back to the CPU. */
export class Cropper {
  #held = 0;
  #frame: { texture: GPUTexture; group: GPUBindGroup } | undefined;

  private constructor(
    private readonly replay: Replay,
    private readonly pipelines: Pipelines,
    private readonly pipeline: GPUComputePipeline,
    private readonly rings: Crops<Ring>,
  ) {}

  static async create(replay: Replay, pipelines: Pipelines, rings: Crops<Ring>): Promise<Cropper> {
    return new Cropper(replay, pipelines, await pipelines.compile(kernel), rings);
  }

  /** Whether any crop is in use. */
  get held(): boolean {
    return this.#held > 0;
  }

  /** All are made by the next submit. The image may be closed afterwards. */
  crop(image: ImageBitmap, parts: Crops<Rectangle>): Crops<RingCrop> {
    const { width, height } = image;
    // Crops that wait read the image and the uniforms that are written now.
    this.replay.flush();
    const { texture, group } = this.#frameOf(width, height);
    this.replay.device.queue.copyExternalImageToTexture({ source: image }, { texture }, { width, height });
    return this.cut(group, parts);
  }

  /** Makes the next submit cut these out of an image on the GPU. */
  cut(image: GPUBindGroup, parts: Crops<Rectangle>): Crops<RingCrop> {
    return mapCrops(parts, ({ x, y, width, height }, name) => {
      const { crop, ring } = this.#take(name);
      const { map, rule, uniform } = ring;
      const [least, most] = rule.range;
      this.replay.writeUniforms(uniform, kernel, {
        corner: [x, y],
        extent: [width, height],
        output: map,
        place: crop.place,
        samples: rule.samples,
        least,
        most,
      });
      this.replay.prepend([{ pipeline: this.pipeline, uniform, threads: [pixelsOf(map.shape), 1], image }]);
      return crop;
    });
  }

  cropsOf(values: Crops<Float32Array>): Crops<RingCrop> {
    return mapCrops(values, (one, name) => {
      const { crop, ring } = this.#take(name);
      this.replay.write(ring.map, one, crop.place);
      return crop;
    });
  }

  destroy(): void {
    this.#frame?.texture.destroy();
  }

  #take(name: CropName): { crop: RingCrop; ring: Ring } {
    const ring = this.rings[name];
    if (!ring) throw new RangeError(`The network does not see a crop named ${name}.`);
    const place = ring.free.shift();
    if (place === undefined) throw new RangeError('More crops are held than windows can be.');
    this.#held += 1;
    const data = () => this.replay.read(ring.map, place);
    const giveBack = () => {
      this.#held -= 1;
      ring.free.push(place);
    };
    return { ring, crop: new RingCrop(place, data, giveBack) };
  }

  /** The texture that frames of this size are copied into; a camera changes its size rarely. */
  #frameOf(width: number, height: number): { texture: GPUTexture; group: GPUBindGroup } {
    const last = this.#frame?.texture;
    if (this.#frame && last?.width === width && last.height === height) return this.#frame;
    last?.destroy();
    const { device } = this.replay;
    const texture = device.createTexture({
      label: 'frame',
      size: { width, height },
      format: 'rgba8unorm',
      usage: GPUTextureUsage.COPY_DST | GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.TEXTURE_BINDING,
    });
    const entries = [{ binding: 0, resource: texture.createView() }];
    const group = device.createBindGroup({ layout: this.pipelines.image, entries });
    return (this.#frame = { texture, group });
  }
}
