import * as tf from '@tensorflow/tfjs-core';
import type { PixelData, Rank, Tensor4D } from '@tensorflow/tfjs-core';
import { samplingTransform, type Rectangle } from '../../geometry';
import { ruleOf, type CropName, type Model } from '../../model/manifest';

/**
 * Cuts parts, px, out of a frame and scales each to its crop's size: a pixel is the mean of its bilinear samples, edges
 * clamped, exactly as the training crops were made. Runs on the current backend; on a GPU no pixel comes back.
 *
 * @returns one 1 x size x size x 3 for each part
 */
export function cropPixels<Name extends CropName>(
  frame: ImageBitmap | PixelData,
  rules: Model['crops'],
  parts: Partial<Record<Name, Rectangle>>,
): Record<Name, Tensor4D> {
  return tf.tidy(() => {
    const bytes = tf.browser.fromPixels(frame, 3);
    const pixels = tf.reshape<Rank.R4>(tf.cast(bytes, 'float32'), [1, ...bytes.shape]);
    const crops = Object.entries<Rectangle>(parts as Record<Name, Rectangle>).map(([name, part]) => {
      const { size, samples, range } = ruleOf(rules, name as Name);
      const transform = tf.tensor2d([...samplingTransform(part, size * samples)], [1, 8]);
      const side = size * samples;
      const sampled = tf.image.transform(pixels, transform, 'bilinear', 'nearest', 0, [side, side]);
      const means = samples === 1 ? sampled : tf.avgPool(sampled, samples, samples, 'valid');
      return [name, tf.add<Tensor4D>(tf.mul(means, (range[1] - range[0]) / 255), range[0])];
    });
    return Object.fromEntries(crops) as Record<Name, Tensor4D>;
  });
}
