import type { FaceBox } from '../../../src/face/face';
import { luminance, mean, sharpness } from '../../../src/quality/measure';
import { pixelsOf, type FrameSystem } from './frameSystem';

/** Side to which the face is scaled for the statistics, px. */
const SIDE = 128;

const facePixels = (image: ImageBitmap, face: FaceBox) => pixelsOf(image, face, SIDE, SIDE);

/**
 * Four statistics that know nothing about attacks. A system that does not beat them on a set of clips may have learned the
 * cameras of that set. Signs are chosen so that bona fide clips tend to score higher. training/data/image_statistics.py has the
 * same formulas, so that training can draw batches in which they say nothing: change both.
 */
export const imageStatistics: readonly FrameSystem[] = [
  {
    key: 'sharpness',
    name: 'Sharpness over contrast',
    about: 'No model: variance of the Laplacian over variance of the luminance of the face at 128 px.',
    score: (image, face) => sharpness(luminance(facePixels(image, face)), SIDE),
  },
  {
    key: 'darkness',
    name: 'Darkness',
    about: 'No model: 255 minus the mean luminance of the face.',
    score: (image, face) => 255 - mean(luminance(facePixels(image, face))),
  },
  {
    key: 'red-over-blue',
    name: 'Red over blue',
    about: 'No model: mean red over mean blue of the face.',
    score: (image, face) => redOverBlue(facePixels(image, face)),
  },
  {
    key: 'face-size',
    name: 'Face size',
    about: 'No model: height of the face box in pixels.',
    score: (_, face) => face.height,
  },
];

function redOverBlue({ data }: ImageData): number {
  let [red, blue] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    red += data[i] ?? 0;
    blue += data[i + 2] ?? 0;
  }
  return red / Math.max(blue, 1);
}
