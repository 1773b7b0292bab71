import { contextCrop, faceCrop } from '../../src/face/crop';
import type { FaceBox } from '../../src/face/face';
import type { Rectangle } from '../../src/geometry';
import type { WindowPicture } from '../records';

/** Side of the pictures, px: that of the network's crops. */
const SIDE = 128;
/** Frames whose crops are kept until their window is scored; a window may skip a frame, so there are some to spare. */
const KEPT = 12;

/** The pictures of windows that a report shows: crops of their first frames, drawn while the frames are there. */
export class WindowPictures {
  /** By the number of the window's first frame. */
  readonly taken = new Map<number, WindowPicture>();
  readonly #kept = new Map<number, { face: OffscreenCanvas; context: OffscreenCanvas }>();

  /** Draws the crops of frame number `index`. */
  keep(index: number, image: ImageBitmap, face: FaceBox): void {
    this.#kept.set(index, {
      face: cut(image, faceCrop(face, image)),
      context: cut(image, contextCrop(face, image)),
    });
    for (const before of this.#kept.keys()) if (before <= index - KEPT) this.#kept.delete(before);
  }

  /** Takes the picture of the window that began with frame `first` and is scored. */
  async take(first: number, depthMap: Float32Array): Promise<void> {
    const kept = this.#kept.get(first);
    if (!kept) return;
    const jpeg = { type: 'image/jpeg', quality: 0.8 };
    const [face, context] = await Promise.all([dataUrl(kept.face, jpeg), dataUrl(kept.context, jpeg)]);
    const depth = Array.from(depthMap, (value) => Math.round(1000 * value) / 1000);
    this.taken.set(first, { face, context, depth });
  }
}

function cut(image: ImageBitmap, { x, y, width, height }: Rectangle): OffscreenCanvas {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'medium';
  context?.drawImage(image, x, y, width, height, 0, 0, SIDE, SIDE);
  return canvas;
}

/** Returns a canvas as a data URL. */
export async function dataUrl(canvas: OffscreenCanvas, options: ImageEncodeOptions): Promise<string> {
  const blob = await canvas.convertToBlob(options);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return `data:${blob.type};base64,${btoa(String.fromCharCode(...bytes))}`;
}
