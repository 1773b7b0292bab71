import { fitting } from '../../src/camera/fitting';
import { dataUrl } from './dataUrl';

/** Longer side of a picture, px. */
const SIDE = 320;

/** Small pictures of a clip's frames. Which of them the report shows is known when the clip has its verdict. */
export class FramePictures {
  readonly #taken = new Map<number, Blob>();

  /** Takes a picture of frame number `index`. */
  async take(index: number, image: ImageBitmap): Promise<void> {
    const { resizeWidth: width = image.width, resizeHeight: height = image.height } = fitting(image, SIDE);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context) context.imageSmoothingQuality = 'medium';
    context?.drawImage(image, 0, 0, width, height);
    this.#taken.set(index, await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 }));
  }

  /** Returns the pictures of these frames as data URLs; frames without a picture are left out. */
  async of(indices: Iterable<number>): Promise<[frame: number, url: string][]> {
    const found = [...indices].flatMap((index) => {
      const blob = this.#taken.get(index);
      return blob ? [{ index, blob }] : [];
    });
    return Promise.all(
      found.map(async ({ index, blob }): Promise<[number, string]> => [index, await dataUrl(blob)]),
    );
  }
}
