import type { Rectangle } from '../../src/geometry';
import type { PartOfFrame } from '../records';

/**
 * Returns a part of the frame that the product saw as a part of the clip's frame.
 *
 * @param scale px of the frame that the product saw for one px of the clip's frame
 */
export function partOfFrame({ x, y, width, height }: Rectangle, scale: number): PartOfFrame {
  return [x / scale, y / scale, width / scale, height / scale];
}
