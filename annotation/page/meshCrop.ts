import type { Transform } from '../../src/geometry';
import type { FaceBox } from '../../src/face/face';

/** A square of the frame that stands upright about a face: centre and side in px, angle in radians, clockwise. */
export interface TurnedSquare {
  x: number;
  y: number;
  side: number;
  angle: number;
}

/** Points a mesh has, in MediaPipe's topology. */
export const MESH_POINTS = 468;

/** Side of the crop over the longer side of the face's box or mesh, as MediaPipe takes it. */
const MARGIN = 1.5;
/** Outer corners of the eyes, the left one in the picture first. */
const EYES = [33, 263] as const;

/** Where to look for the mesh first, when only the detector's box is known. */
export function squareOfBox({ x, y, width, height }: FaceBox): TurnedSquare {
  return { x: x + width / 2, y: y + height / 2, side: MARGIN * Math.max(width, height), angle: 0 };
}

/** Where to look again, now that a mesh is known: upright by the line between the eyes. Points are x, y, z in px. */
export function squareOfMesh(points: Float32Array): TurnedSquare {
  const at = (index: number) => [points[3 * index] ?? 0, points[3 * index + 1] ?? 0] as const;
  const [[leftX, leftY], [rightX, rightY]] = [at(EYES[0]), at(EYES[1])];
  const angle = Math.atan2(rightY - leftY, rightX - leftX);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < MESH_POINTS; index++) {
    const [x, y] = at(index);
    const [across, down] = [cosine * x + sine * y, cosine * y - sine * x];
    [left, right] = [Math.min(left, across), Math.max(right, across)];
    [top, bottom] = [Math.min(top, down), Math.max(bottom, down)];
  }
  const [across, down] = [(left + right) / 2, (top + bottom) / 2];
  return {
    x: cosine * across - sine * down,
    y: sine * across + cosine * down,
    side: MARGIN * Math.max(right - left, bottom - top),
    angle,
  };
}

/**
 * Maps pixel (k, l) of a grid of (2 size) x (2 size) samples that covers the square to frame coordinates, in which
 * whole numbers are pixel centres; see `samplingTransform` of the upright squares.
 */
export function turnedTransform({ x, y, side, angle }: TurnedSquare, size: number): Transform {
  const step = side / (2 * size);
  const [cosine, sine] = [step * Math.cos(angle), step * Math.sin(angle)];
  const middle = size - 0.5;
  return [
    ...([cosine, -sine, x - 0.5 - middle * (cosine - sine)] as const),
    ...([sine, cosine, y - 0.5 - middle * (sine + cosine)] as const),
    ...([0, 0] as const),
  ];
}

/** Points x, y, z in px of a crop of `size`, edges at 0 and `size` -> in px of the frame, z with the same scale. */
export function toFrame(
  points: ArrayLike<number>,
  { x, y, side, angle }: TurnedSquare,
  size: number,
): Float32Array<ArrayBuffer> {
  const scale = side / size;
  const [cosine, sine] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const moved = new Float32Array(points.length);
  for (let index = 0; index < points.length; index += 3) {
    const [across, down] = [(points[index] ?? 0) - size / 2, (points[index + 1] ?? 0) - size / 2];
    moved[index] = x + cosine * across - sine * down;
    moved[index + 1] = y + sine * across + cosine * down;
    moved[index + 2] = scale * (points[index + 2] ?? 0);
  }
  return moved;
}
