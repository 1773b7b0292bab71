import type { Size } from '../geometry';

/**
 * Options with which `createImageBitmap` shrinks a frame to at most `side` px on its longer side; a frame is never
 * enlarged. It averages, since a crop of a large frame would otherwise skip pixels and show patterns that are not
 * there.
 */
export function fitting({ width, height }: Size, side: number): ImageBitmapOptions {
  const longer = Math.max(width, height);
  if (longer <= side) return {};
  const shrunk = (length: number) => Math.max(1, Math.round((length * side) / longer));
  return { resizeWidth: shrunk(width), resizeHeight: shrunk(height), resizeQuality: 'high' };
}
