import { pickFrame, startCadence } from '../../src/camera/cadence';
import type { ClipFrame } from './runClip';

/** Side to which crops are scaled, px: those of one clip differ in size, but share one crop matrix a window. */
const CROP_SIDE = 256;

export interface PicturesOptions {
  count: number;
  /** Milliseconds from one picture to the next. */
  interval: number;
  /** Milliseconds between the frames that the product takes. */
  cadence: number;
  crops: boolean;
}

/**
 * Yields the numbered pictures that the cadence takes.
 *
 * @param load returns a picture by its number, counted from 0
 * @throws {Error} naming a picture that cannot be decoded
 */
export async function* pictureFrames(
  { count, interval, crops, cadence: taken }: PicturesOptions,
  load: (number: number) => Promise<Blob>,
): AsyncGenerator<ClipFrame, void, void> {
  let cadence = startCadence(taken);
  for (let number = 0; number < count; number++) {
    const time = number * interval;
    const pick = pickFrame(cadence, time);
    cadence = pick.cadence;
    if (!pick.take) continue;
    const picture = await createImageBitmap(await load(number)).catch(() => {
      throw new Error(`picture ${number + 1} of ${count} cannot be decoded`);
    });
    yield { image: crops ? await middleSquare(picture) : picture, time };
  }
}

/** Returns the largest square about the middle, like the product's crop of a face. Closes the picture. */
async function middleSquare(picture: ImageBitmap): Promise<ImageBitmap> {
  const side = Math.min(picture.width, picture.height);
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
  try {
    return await createImageBitmap(picture, x, y, side, side, {
      resizeWidth: CROP_SIDE,
      resizeHeight: CROP_SIDE,
      resizeQuality: 'high',
    });
  } finally {
    picture.close();
  }
}
