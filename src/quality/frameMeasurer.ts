import type { FaceBox } from '../face/face';
import type { Rectangle } from '../geometry';
import type { FrameMeasurements } from './guidance';
import {
  centreOffset,
  detail,
  differenceOf,
  faceSize,
  longerSide,
  luminance,
  mean,
  sharpness,
  speedBetween,
  variance,
} from './measure';
import type { Pixels, Detection } from './measure';

/** Side of the patch on which light and sharpness are measured, in pixels. */
const side = 64;

/**
 * Measures the frames of one source, in the worker. It keeps the canvases through which pixels are read back, and the
 * last detection and patch, against which speed and difference are measured.
 */
export class FrameMeasurer {
  readonly #context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  #last: Detection | undefined;
  readonly #patch = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  #patchBefore: Float32Array | undefined;

  /** @param faces largest first, as the detector returns them */
  measure(image: ImageBitmap, faces: readonly FaceBox[], timestamp: number): FrameMeasurements {
    const [box, second] = faces;
    const detection = box && { box, timestamp };
    const speed = detection && this.#last && speedBetween(this.#last, detection);
    this.#last = detection;
    const whole = { x: 0, y: 0, width: image.width, height: image.height };
    const luma = this.#context ? luminance(pixelsIn(this.#context, image, box ?? whole)) : undefined;
    return {
      faces: faces.length,
      secondFace: box && second && longerSide(second) / longerSide(box),
      faceSize: box && faceSize(box, image),
      offset: box && centreOffset(box, image),
      luminance: luma && mean(luma),
      contrast: luma && !box ? Math.sqrt(variance(luma)) : undefined,
      detail: luma && !box ? detail(luma, side) : undefined,
      speed,
      sharpness: luma && box && sharpness(luma, side),
    };
  }

  /** The frame's difference to the one before, see `differenceOf`; `undefined` also for the first. */
  difference(image: ImageBitmap): number | undefined {
    if (!this.#patch) return undefined;
    const before = this.#patchBefore;
    this.#patchBefore = luminance(middlePixels(this.#patch, image));
    return before && differenceOf(before, this.#patchBefore);
  }
}

/** The frame's middle, pixel by pixel: averaging would hide the sensor's noise. */
function middlePixels(context: OffscreenCanvasRenderingContext2D, image: ImageBitmap): Pixels {
  const [x, y] = [Math.round((image.width - side) / 2), Math.round((image.height - side) / 2)];
  return pixelsIn(context, image, { x, y, width: side, height: side });
}

function pixelsIn(
  context: OffscreenCanvasRenderingContext2D,
  image: ImageBitmap,
  { x, y, width, height }: Rectangle,
): Pixels {
  // Without averaging, shrinking a large face makes false edges, and a blurred face would pass as sharp.
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, x, y, width, height, 0, 0, side, side);
  return context.getImageData(0, 0, side, side);
}
