import type { FaceBox } from './face';
import type { Size } from '../geometry';

/** How far outside its box a face may still be meant by a point, in box sides: detectors cut chin and forehead. */
const REACH = 0.5;

/**
 * The faces to judge. With a point (px of the frame) that is the one face whose centre is nearest to it, if the point
 * is on it or close by, and none otherwise; without a point all of them.
 */
export function facesMeant(faces: readonly FaceBox[], at?: { x: number; y: number }): readonly FaceBox[] {
  if (!at) return faces;
  const distance = ({ x, y, width, height }: FaceBox) =>
    Math.hypot((at.x - x) / width - 0.5, (at.y - y) / height - 0.5);
  return [...faces]
    .sort((a, b) => distance(a) - distance(b))
    .filter((face) => distance(face) <= 0.5 + REACH)
    .slice(0, 1);
}

/** A frame that is a face crop already. */
export function wholeFrame({ width, height }: Size): FaceBox {
  return { x: 0, y: 0, width, height, score: 1 };
}
