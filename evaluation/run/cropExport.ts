import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { dispose, setBackend, type Tensor4D } from '@tensorflow/tfjs-core';
import { contextCrop, faceCrop } from '../../src/face/crop';
import { cropPixels } from '../../src/backends/tfjs/crop';
import type { Rectangle } from '../../src/geometry';
import { readModel, type Model } from '../../src/model/manifest';
import type { AnalyzedFrame } from '../../src/session/protocol';
import type { CropRectangle, WindowCrops } from '../records';
import { dataUrl } from './windowPictures';

/** Frames that are kept until their window is scored; a window may skip a frame, so there are some to spare. */
const KEPT = 12;

/** Writes the crops that the network saw of each scored window, as lossless PNGs of 8 bits a channel. */
export class CropExport {
  #folder = '';
  #kept: { image: ImageBitmap; observed: AnalyzedFrame }[] = [];

  private constructor(
    private readonly model: Pick<Model, 'architecture' | 'crop' | 'input'>,
    private readonly write: (path: string, png: string) => Promise<void>,
  ) {}

  /**
   * @param assets URL of the folder that holds the model and TensorFlow.js' WASM files
   * @param write stores a PNG, given as a data URL, under a path relative to the folder of the export
   */
  static async open(
    assets: string,
    write: (path: string, png: string) => Promise<void>,
  ): Promise<CropExport> {
    setWasmPaths(assets);
    await setBackend('wasm');
    const response = await fetch(`${assets}model/model.json`);
    return new CropExport(readModel(await response.json()), write);
  }

  /** Begins a clip; its crops go to `folder`. */
  start(folder: string): void {
    this.#folder = folder;
    this.#release();
  }

  /** Keeps a frame as the product saw it. Closes the image once it is needed no more. */
  keep(image: ImageBitmap, observed: AnalyzedFrame): void {
    this.#kept.push({ image, observed });
    while (this.#kept.length > KEPT) this.#kept.shift()?.image.close();
  }

  /**
   * Writes the crops of the window that has just been scored.
   *
   * @param index of the window in the clip
   * @param startTime of its first frame, around whose face all of its crops are cut
   * @param scale px of the frame that the product saw for one px of the clip's frame
   */
  async take(index: number, startTime: number, scale: number): Promise<WindowCrops> {
    const { architecture, crop, input } = this.model;
    const first = this.#kept.find(({ observed }) => observed.timestamp === startTime);
    if (!first?.observed.face) throw new Error(`The first frame of window ${index} is gone.`);
    const face = faceCrop(first.observed.face, first.image, crop.faceScale);
    const context = contextCrop(first.observed.face, first.image, crop.contextScale);
    const frames: WindowCrops['frames'] = [];
    let gathered = 0;
    for (const { image, observed } of this.#kept.slice(this.#kept.indexOf(first))) {
      // A frame that came too soon is none of the window's.
      if (observed.gathered <= gathered) continue;
      ({ gathered } = observed);
      const crops = cropPixels(image, input.range, [
        { rectangle: face, size: architecture.face_size },
        { rectangle: context, size: architecture.context_size },
      ]);
      const path = (kind: string) => `${this.#folder}/${index}-${frames.length}-${kind}.png`;
      const paths = { face: path('face'), context: path('context') };
      await this.write(paths.face, await pngOf(crops[0], input.range));
      await this.write(paths.context, await pngOf(crops[1], input.range));
      dispose(crops);
      frames.push({ time: observed.timestamp, ...paths });
    }
    this.#release();
    return { window: index, face: inClip(face, scale), context: inClip(context, scale), frames };
  }

  #release(): void {
    for (const { image } of this.#kept.splice(0)) image.close();
  }
}

function inClip({ x, y, width, height }: Rectangle, scale: number): CropRectangle {
  return [x / scale, y / scale, width / scale, height / scale];
}

/** Undoes the network's input range. */
async function pngOf(crop: Tensor4D, [least, most]: Model['input']['range']): Promise<string> {
  const [, height, width] = crop.shape;
  const image = new ImageData(width, height);
  for (const [index, value] of (await crop.data()).entries()) {
    const pixel = Math.floor(index / 3);
    image.data[index + pixel] = Math.round((255 * (value - least)) / (most - least));
    image.data[4 * pixel + 3] = 255;
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return dataUrl(canvas, { type: 'image/png' });
}
