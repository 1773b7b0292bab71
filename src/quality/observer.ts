import type { FaceBox } from '../face/face';
import type { Observation } from './guidance';
import {
  centreOffset,
  differenceOf,
  faceSize,
  longerSide,
  luminance,
  mean,
  sharpness,
  speedBetween,
} from './measure';
import type { Pixels, Sighting } from './measure';

/** Side of the picture on which light and sharpness are measured, in pixels. */
const side = 64;

/**
 * Measures frames in the worker. One instance a session: it holds the small canvas that a face is read back
 * through, and the last sighting, from which speed is measured.
 */
export class Observer {
  readonly #context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  #last: Sighting | undefined;
  readonly #patch = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  #patchBefore: Float32Array | undefined;

  /** @param faces as the detector gave them, largest first */
  observe(image: ImageBitmap, faces: readonly FaceBox[], timestamp: number): Observation {
    const [box, second] = faces;
    const sighting = box && { box, timestamp };
    const speed = sighting && this.#last && speedBetween(this.#last, sighting);
    this.#last = sighting;
    const luma = box && this.#context ? luminance(facePixels(this.#context, image, box)) : undefined;
    return {
      faces: faces.length,
      secondFace: box && second && longerSide(second) / longerSide(box),
      faceSize: box && faceSize(box, image),
      offset: box && centreOffset(box, image),
      luminance: luma && mean(luma),
      speed,
      sharpness: luma && sharpness(luma, side),
    };
  }

  /** How far the frame is from the one before, see `differenceOf`; `undefined` also for the first. */
  difference(image: ImageBitmap): number | undefined {
    if (!this.#patch) return undefined;
    const before = this.#patchBefore;
    this.#patchBefore = luminance(middlePixels(this.#patch, image));
    return before && differenceOf(before, this.#patchBefore);
  }
}

/** The frame's middle as the sensor saw it: averaging would hide its noise. */
function middlePixels(context: OffscreenCanvasRenderingContext2D, image: ImageBitmap): Pixels {
  const x = Math.round((image.width - side) / 2);
  const y = Math.round((image.height - side) / 2);
  context.drawImage(image, x, y, side, side, 0, 0, side, side);
  return context.getImageData(0, 0, side, side);
}

function facePixels(context: OffscreenCanvasRenderingContext2D, image: ImageBitmap, box: FaceBox): Pixels {
  // Without averaging, shrinking a large face makes false edges, and a blurred face would pass as sharp.
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, box.x, box.y, box.width, box.height, 0, 0, side, side);
  return context.getImageData(0, 0, side, side);
}
