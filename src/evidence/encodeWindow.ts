import { levelsOf, valuesOf } from '../model/levels';
import type { Model } from '../model/manifest';
import { disposeCrops, type Crop, type Crops, type Network } from '../network/network';
import { JPEG_QUALITIES, LONGEST_RESPONSE, type FrameEvidence } from './response';

/** A window as it is sent, and the score that the network here gives just this. */
export interface EncodedWindow {
  frames: FrameEvidence[];
  score: number;
}

/** Characters of a response that are not crops: token, facts and chain. */
const REST = 24_000;

/**
 * Encodes a window's crops as JPEG and scores what they decode to, so that browser and server judge the same pixels. Runs
 * in the worker, between two windows: it opens a window of the network itself. Disposes none of the crops.
 *
 * @throws {Error} where even the lowest quality makes too long a response
 */
export async function encodeWindow(
  network: Network,
  model: Model,
  crops: readonly Crops[],
): Promise<EncodedWindow> {
  const { face_size: faceSize, context_size: contextSize } = model.architecture;
  for (const quality of JPEG_QUALITIES) {
    const frames: FrameEvidence[] = [];
    for (const { face, context } of crops)
      frames.push({
        face: await encode(face, faceSize, model, quality),
        context: await encode(context, contextSize, model, quality),
      });
    const bytes = frames.reduce((sum, { face, context }) => sum + face.length + context.length, 0);
    if ((bytes * 4) / 3 + REST <= LONGEST_RESPONSE)
      return { frames, score: await scoreOf(network, model, frames) };
  }
  throw new Error('The crops do not fit into a response.');
}

async function encode(
  crop: Crop,
  size: number,
  { input }: Model,
  quality: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const rgb = levelsOf(await crop.data(), input.range);
  const pixels = new ImageData(size, size);
  for (let index = 0; index < size * size; index++) {
    pixels.data.set(rgb.subarray(3 * index, 3 * index + 3), 4 * index);
    pixels.data[4 * index + 3] = 255;
  }
  const canvas = new OffscreenCanvas(size, size);
  contextOf(canvas).putImageData(pixels, 0, 0);
  const file = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await file.arrayBuffer());
}

async function scoreOf(network: Network, model: Model, frames: readonly FrameEvidence[]): Promise<number> {
  const { face_size: faceSize, context_size: contextSize } = model.architecture;
  const window = network.window();
  try {
    for (const { face, context } of frames) {
      const crops = network.cropsOf(
        await decode(face, faceSize, model),
        await decode(context, contextSize, model),
      );
      try {
        await window.push(crops);
      } finally {
        disposeCrops(crops);
      }
    }
    return (await window.finish()).score;
  } finally {
    window.dispose();
  }
}

async function decode(
  file: Uint8Array<ArrayBuffer>,
  size: number,
  { input }: Model,
): Promise<Float32Array<ArrayBuffer>> {
  const image = await createImageBitmap(new Blob([file], { type: 'image/jpeg' }));
  const canvas = new OffscreenCanvas(size, size);
  contextOf(canvas).drawImage(image, 0, 0);
  image.close();
  const { data } = contextOf(canvas).getImageData(0, 0, size, size);
  return valuesOf(
    data.filter((_, index) => index % 4 !== 3),
    input.range,
  );
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no 2D canvas here.');
  return context;
}
