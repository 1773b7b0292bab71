import type { Model } from '../model/manifest';
import type { Crops, Network } from '../network/network';
import { encodeToFit } from './encodeToFit';
import type { FrameImages } from './chain';
import { eachCrop, readLevels, scoreLevels } from './window';

/** A window as it is sent, and the score that the network here gives just this. */
export interface EncodedWindow {
  frames: FrameImages[];
  /** 0 (attack) to 1 (bona fide). */
  score: number;
}

/**
 * Encodes a window's crops as JPEG and scores what they decode to, so that browser and server score the same pixels. Runs
 * in the worker between two windows, since it opens one of its own. Disposes none of the crops.
 *
 * @throws {RangeError} where even the lowest quality makes too long a response
 */
export async function encodeWindow(
  network: Network,
  model: Model,
  crops: readonly Crops[],
  times: readonly number[],
): Promise<EncodedWindow> {
  const frames = await encodeToFit(model, await readLevels(model, crops), encode);
  const levels = await eachCrop(model, frames, decode);
  const { score } = await scoreLevels(network, model, { levels, times });
  return { frames, score };
}

async function encode(levels: Uint8Array, size: number, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const image = new ImageData(size, size);
  for (let pixel = 0; pixel < size * size; pixel++)
    image.data.set([...levels.subarray(3 * pixel, 3 * pixel + 3), 255], 4 * pixel);
  const canvas = new OffscreenCanvas(size, size);
  contextOf(canvas).putImageData(image, 0, 0);
  const file = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await file.arrayBuffer());
}

async function decode(file: Uint8Array, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const image = await createImageBitmap(new Blob([Uint8Array.from(file)], { type: 'image/jpeg' }));
  const canvas = new OffscreenCanvas(size, size);
  contextOf(canvas).drawImage(image, 0, 0);
  image.close();
  const { data } = contextOf(canvas).getImageData(0, 0, size, size);
  return Uint8Array.from(data.filter((_, index) => index % 4 !== 3));
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no 2D canvas here.');
  return context;
}
