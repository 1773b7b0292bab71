import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { dispose, setBackend, type Tensor4D } from '@tensorflow/tfjs-core';
import { cropPixels } from '../../src/backends/tfjs/crop';
import { ruleOf, type CropName, type CropRule, type Model } from '../../src/model/manifest';
import { readModel } from '../../src/model/readModel';
import type { WindowFrame } from '../../src/session/windowResult';
import type { ExportedCrop, WindowCrops } from '../records';
import { dataUrl } from './dataUrl';
import { partOfFrame } from './partOfFrame';

/** Frames that are kept until their window is scored; a window may skip frames, so there are some to spare. */
const KEPT = 24;

/** Writes the crops that the network saw of each scored window, as lossless PNGs of 8 bits a channel. */
export class CropExport {
  #folder = '';
  #kept: { image: ImageBitmap; time: number }[] = [];

  private constructor(
    private readonly rules: Model['crops'],
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
    return new CropExport(readModel(await response.json()).crops, write);
  }

  /** Begins a clip; its crops go to `folder`. */
  start(folder: string): void {
    this.#folder = folder;
    for (const { image } of this.#kept.splice(0)) image.close();
  }

  /** Keeps a frame as the product saw it. Closes the image once it is needed no more. */
  keep(image: ImageBitmap, time: number): void {
    this.#kept.push({ image, time });
    while (this.#kept.length > KEPT) this.#kept.shift()?.image.close();
  }

  /**
   * Writes the crops of a window that has just been scored.
   *
   * @param index of the window in the clip
   * @param scale px of the frame that the product saw for one px of the clip's frame
   */
  async take(index: number, frames: readonly WindowFrame[], scale: number): Promise<WindowCrops> {
    const exported: WindowCrops['frames'] = [];
    for (const [number, { timestamp: time, parts }] of frames.entries()) {
      const image = [...this.#kept].reverse().find((kept) => kept.time === time)?.image;
      if (!image) throw new Error(`Frame ${number} of window ${index} is gone.`);
      const crops: Partial<Record<CropName, ExportedCrop>> = {};
      const pixels = Object.entries(cropPixels(image, this.rules, parts)) as [CropName, Tensor4D][];
      for (const [name, crop] of pixels) {
        const path = `${this.#folder}/${index}-${number}-${name}.png`;
        await this.write(path, await pngOf(crop, ruleOf(this.rules, name)));
        const part = parts[name];
        if (part) crops[name] = { part: partOfFrame(part, scale), path };
      }
      dispose(pixels.map(([, crop]) => crop));
      exported.push({ time, crops });
    }
    return { window: index, frames: exported };
  }
}

/** Undoes the crop's range. */
async function pngOf(crop: Tensor4D, { range: [least, most] }: CropRule): Promise<string> {
  const [, height, width] = crop.shape;
  const image = new ImageData(width, height);
  for (const [index, value] of (await crop.data()).entries()) {
    const pixel = Math.floor(index / 3);
    image.data[index + pixel] = Math.round((255 * (value - least)) / (most - least));
    image.data[4 * pixel + 3] = 255;
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return dataUrl(await canvas.convertToBlob({ type: 'image/png' }));
}
