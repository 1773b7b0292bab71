import type { FaceBox } from '../../../src/face/face';

/** A system that scores one frame at a time, beside the product on the same frames and boxes. */
export interface FrameSystem {
  /** Key in `FrameRecord.scores`. */
  key: string;
  name: string;
  /** One sentence: what it is and who made it. */
  about: string;
  /** Score from which it accepts, if one is fixed. */
  threshold?: number;
  /** Higher = more likely bona fide; `undefined` where it cannot score. Does not keep or close the image. */
  score(image: ImageBitmap, face: FaceBox): Promise<number | undefined> | number | undefined;
}

/**
 * Returns a part of an image, scaled to width x height, as RGBA bytes. What lies outside the image is transparent black.
 */
export function pixelsOf(
  image: ImageBitmap,
  part: { x: number; y: number; width: number; height: number },
  width: number,
  height: number,
): ImageData {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no 2D canvas.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, part.x, part.y, part.width, part.height, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
