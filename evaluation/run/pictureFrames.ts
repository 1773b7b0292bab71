import { pickFrame, startCadence } from '../../src/camera/cadence';
import type { ClipFrame } from './runClip';

export interface PicturesOptions {
  count: number;
  /** Milliseconds from one picture to the next. */
  interval: number;
  /** Milliseconds between the frames that the product takes. */
  cadence: number;
}

/**
 * Yields the numbered pictures that the cadence takes.
 *
 * @param load returns a picture by its number, counted from 0
 * @throws {Error} naming a picture that cannot be decoded
 */
export async function* pictureFrames(
  { count, interval, cadence: taken }: PicturesOptions,
  load: (number: number) => Promise<Blob>,
): AsyncGenerator<ClipFrame, void, void> {
  let cadence = startCadence(taken);
  for (let number = 0; number < count; number++) {
    const time = number * interval;
    const pick = pickFrame(cadence, time);
    cadence = pick.cadence;
    if (!pick.take) continue;
    const image = await createImageBitmap(await load(number)).catch(() => {
      throw new Error(`picture ${number + 1} of ${count} cannot be decoded`);
    });
    yield { image, time };
  }
}
