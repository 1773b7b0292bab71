import type { Clip } from '../records';

export type Face = NonNullable<Clip['face']>;

const NUMBER = /^-?\d+(\.\d*)?$/;

/**
 * `x y` or `x y width height` in px of the frame, separated by spaces, commas or semicolons; a point has width and
 * height 0. A box may stick out of the frame. `undefined` if the text is malformed.
 */
export function readFace(text: string): Face | undefined {
  const parts = text.trim().split(/\s*[\s,;]\s*/);
  if (!parts.every((part) => NUMBER.test(part))) return undefined;
  const [x, y, width = 0, height = 0] = parts.map(Number);
  if (x === undefined || y === undefined || (parts.length !== 2 && parts.length !== 4)) return undefined;
  const isBox = parts.length === 4;
  return isBox && !(width > 0 && height > 0) ? undefined : { x, y, width, height };
}
