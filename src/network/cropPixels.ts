import { avgPool, browser, cast, image, mul, reshape, sub, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { PixelData, Rank, Tensor4D } from '@tensorflow/tfjs-core';
import { inputOffset, inputScale } from './inputRange';
import { samplingTransform, type Rectangle } from './rectangle';

/** A part of the frame and the side of the crop made of it, in pixels. */
export interface Cut {
  rectangle: Rectangle;
  size: number;
}

/**
 * Cuts parts out of a frame and scales each to size x size: every pixel is the mean of 2 x 2 bilinear samples, edges
 * clamped, exactly as the training crops were made. Runs on the current backend; on a GPU no pixel comes back.
 * -> one 1 x size x size x 3 in [-0.5, 0.5] for each cut.
 */
export function cropPixels<const Cuts extends readonly Cut[]>(
  frame: ImageBitmap | PixelData,
  cuts: Cuts,
): { -readonly [Index in keyof Cuts]: Tensor4D } {
  const crops = tidy(() => {
    const bytes = browser.fromPixels(frame, 3);
    const pixels = reshape<Rank.R4>(cast(bytes, 'float32'), [1, ...bytes.shape]);
    return cuts.map(({ rectangle, size }) => {
      const transform = tensor2d([...samplingTransform(rectangle, size)], [1, 8]);
      const samples = image.transform(pixels, transform, 'bilinear', 'nearest', 0, [2 * size, 2 * size]);
      return mul<Tensor4D>(sub(avgPool(samples, 2, 2, 'valid'), inputOffset), inputScale);
    });
  });
  return crops as { -readonly [Index in keyof Cuts]: Tensor4D };
}
