import {
  add,
  avgPool,
  browser,
  cast,
  image,
  mul,
  reshape,
  tensor2d,
  tidy,
  type PixelData,
  type Rank,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { samplingTransform, type Rectangle } from '../../geometry';

/** A part of the frame and the side of the crop made of it, in pixels. */
export interface Cut {
  rectangle: Rectangle;
  size: number;
}

/**
 * Cuts parts out of a frame and scales each to size x size: every pixel is the mean of 2 x 2 bilinear samples, edges
 * clamped, exactly as the training crops were made. Runs on the current backend; on a GPU no pixel comes back.
 *
 * @param range what levels 0 to 255 are mapped onto
 * @returns one 1 x size x size x 3 for each cut
 */
export function cropPixels<const Cuts extends readonly Cut[]>(
  frame: ImageBitmap | PixelData,
  [least, most]: readonly [number, number],
  cuts: Cuts,
): { -readonly [Index in keyof Cuts]: Tensor4D } {
  const crops = tidy(() => {
    const bytes = browser.fromPixels(frame, 3);
    const pixels = reshape<Rank.R4>(cast(bytes, 'float32'), [1, ...bytes.shape]);
    return cuts.map(({ rectangle, size }) => {
      const transform = tensor2d([...samplingTransform(rectangle, size)], [1, 8]);
      const samples = image.transform(pixels, transform, 'bilinear', 'nearest', 0, [2 * size, 2 * size]);
      return add<Tensor4D>(mul(avgPool(samples, 2, 2, 'valid'), (most - least) / 255), least);
    });
  });
  return crops as { -readonly [Index in keyof Cuts]: Tensor4D };
}
