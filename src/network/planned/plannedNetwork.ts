import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Launch } from '../../backends/webgpu/launches';
import { packMap } from '../../backends/webgpu/maps';
import { toScalars } from '../../backends/webgpu/scalars';
import type { Variant } from '../../backends/webgpu/variant';
import { show, type FeatureMap, type Observer } from '../layers';
import type { Rectangle } from '../rectangle';
import type { Architecture, Model } from '../model';
import type { CropTensors } from '../depthNetwork';
import type { Network, Window, WindowOutput } from '../network';
import { flowSize, Rigidity } from '../rigidity';
import { windowOutput } from '../windowScore';
import { Cropper, PlannedCrop, type PlannedCrops } from './cropper';
import { DepthPlan } from './depthPlan';
import { Parameters } from '../parameters';

/** The depth network on our own WebGPU kernels. */
export class PlannedNetwork implements Network {
  private constructor(
    private readonly plan: DepthPlan,
    private readonly cropper: Cropper,
    private readonly rigidity: Rigidity,
  ) {}

  /** Rejects where the device cannot run our kernels. */
  static async create(
    device: GPUDevice,
    variant: Variant,
    model: Model,
    weights: ArrayBuffer,
  ): Promise<PlannedNetwork> {
    const parameters = new Parameters(model.weightsManifest, weights);
    const plan = await DepthPlan.create(device, variant, model.architecture, parameters);
    try {
      const rigidity = new Rigidity(parameters, flowSize(model.architecture));
      return new PlannedNetwork(plan, await Cropper.create(plan), rigidity);
    } catch (error) {
      plan.destroy();
      throw error;
    }
  }

  get architecture(): Architecture {
    return this.plan.architecture;
  }

  /** Bytes on the GPU, the last frame's picture aside. */
  get bytes(): number {
    return this.plan.memory.bytes;
  }

  /** What a further frame consists of; for measuring. */
  get launches(): readonly Launch[] {
    return this.plan.launches;
  }

  crop(image: ImageBitmap, face: Rectangle, context: Rectangle): PlannedCrops {
    return this.cropper.crop(image, face, context);
  }

  /** An empty window; one at a time, since a newer one takes over the plan's state. */
  window(): PlannedWindow {
    return new PlannedWindow(this.plan, this.rigidity);
  }

  /**
   * A window under test, with crops from outside: `observer` sees the outputs that the plan keeps, at the cost of a
   * read-back each.
   */
  observed(observer: Observer): PlannedWindow {
    this.plan.forget();
    return new PlannedWindow(this.plan, this.rigidity, observer);
  }

  dispose(): void {
    this.cropper.destroy();
    this.plan.destroy();
  }
}

export class PlannedWindow implements Window {
  #frames = 0;

  constructor(
    private readonly plan: DepthPlan,
    private readonly rigidity: Pick<Rigidity, 'logit'>,
    private readonly observer?: Observer,
  ) {}

  /**
   * As `NetworkWindow.push`, with crops of the plan's own or from outside. Resolves when the frame is submitted, not
   * when it is computed.
   */
  async push(crops: PlannedCrops | CropTensors): Promise<void> {
    const places = [
      await this.#place(crops.face, 'faces'),
      await this.#place(crops.context, 'contexts'),
    ] as const;
    if (this.#frames === 0) this.plan.start(...places);
    else this.plan.advance(...places);
    this.#frames += 1;
    if (this.observer) await this.#show(this.observer);
  }

  async finish(): Promise<WindowOutput> {
    if (this.#frames < 2) throw new RangeError('A window needs at least two frames.');
    const output = windowOutput(await this.plan.finish(), this.rigidity, this.plan.architecture);
    tidy(() => {
      show(this.observer, 'refined', () => tensor(output.depthMap));
      show(this.observer, 'classifier', () => tensor([output.logit]));
    });
    return output;
  }

  dispose(): void {
    this.#frames = 0;
  }

  /** The crop's place in the plan; one from outside is copied to the last place. */
  async #place(crop: PlannedCrop | FeatureMap, kind: 'faces' | 'contexts'): Promise<number> {
    if (crop instanceof PlannedCrop) return crop.index;
    const places = this.plan.crops[kind];
    const region = places.at(-1);
    if (!region) throw new RangeError('The plan has no place for crops.');
    const [, height, width, channels] = crop.shape;
    const packed = packMap(await crop.data(), { width, height, channels });
    const { device, scalar } = this.plan.memory;
    // The map's second plane, which a region of one plane leaves out, is empty.
    device.queue.writeBuffer(region.buffer, 0, toScalars(packed, scalar).buffer, 0, region.size);
    return places.length - 1;
  }

  async #show(observer: Observer): Promise<void> {
    for (const name of this.plan.observable) {
      const hasIt = this.#frames === 1 ? !/short_|gru|moments/.test(name) : name !== 'appearance';
      if (!hasIt || !observer.watches(name)) continue;
      const values = await this.plan.read(name);
      tidy(() => observer.see(name, tensor(values)));
    }
  }
}
