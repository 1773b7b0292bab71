import type { FaceBox } from './face';
import type { Size } from '../geometry';

/** How far outside a face's box a selecting point may lie, in box sides: detectors cut off chin and forehead. */
const REACH = 0.25;

/**
 * Returns the faces to analyze: all of them, or with a point `at` (px of the frame) only the face whose centre is
 * nearest to it, if the point is on that face or close by.
 */
export function selectFaces(faces: readonly FaceBox[], at?: { x: number; y: number }): readonly FaceBox[] {
  if (!at) return faces;
  const distance = ({ x, y, width, height }: FaceBox) =>
    Math.hypot((at.x - x) / width - 0.5, (at.y - y) / height - 0.5);
  return [...faces]
    .sort((a, b) => distance(a) - distance(b))
    .filter((face) => distance(face) <= 0.5 + REACH)
    .slice(0, 1);
}

/** The box of a frame that is a face crop already. */
export function wholeFrame({ width, height }: Size): FaceBox {
  return { x: 0, y: 0, width, height, score: 1 };
}
