import { contextCrop, faceCrop } from '../../src/face/crop';
import type { Rectangle } from '../../src/geometry';
import type { FaceBox } from '../../src/face/face';
import type { WindowPicture } from '../records';

/** Side of the pictures, px: what the network sees. */
const SIDE = 128;
/** Frames whose crops are held until their window is scored; a window may skip a frame, so some to spare. */
const HELD = 12;

/** What the report shows of windows: crops of their first frames, drawn while the frames are there. */
export class WindowPictures {
  readonly taken = new Map<number, WindowPicture>();
  readonly #held = new Map<number, { face: OffscreenCanvas; context: OffscreenCanvas }>();

  /** Frame number `index`. */
  keep(index: number, image: ImageBitmap, face: FaceBox): void {
    this.#held.set(index, {
      face: cut(image, faceCrop(face, image)),
      context: cut(image, contextCrop(face, image)),
    });
    for (const before of this.#held.keys()) if (before <= index - HELD) this.#held.delete(before);
  }

  /** The window that began with frame `first` is scored. */
  async take(first: number, depthMap: Float32Array): Promise<void> {
    const held = this.#held.get(first);
    if (!held) return;
    const [face, context] = await Promise.all([jpeg(held.face), jpeg(held.context)]);
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

async function jpeg(canvas: OffscreenCanvas): Promise<string> {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return `data:image/jpeg;base64,${btoa(String.fromCharCode(...bytes))}`;
}
