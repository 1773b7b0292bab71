import { boundsOf } from '../page/meshFit';

/** MESH_FACE_PIXELS of training/faces.py: how tall a face is in the pixels that a stored z counts. */
const MESH_FACE_PIXELS = 142;

/**
 * A mesh as face sets store it: tenths, int16. x and y are px of the picture, whole numbers being pixel centres; z, zero at
 * the middle of the head, counts pixels of which the face's longer side has MESH_FACE_PIXELS.
 *
 * @param points x, y, z in px of the picture, edges at 0
 */
export function storedMesh(points: Float32Array): Int16Array {
  const { width, height } = boundsOf(points);
  const depthScale = MESH_FACE_PIXELS / Math.max(width, height);
  return Int16Array.from(points, (value, index) =>
    Math.round(10 * (index % 3 === 2 ? value * depthScale : value - 0.5)),
  );
}

/** Sides of the boxes that the other sets have (a Haar detector's) over those of BlazeFace's, on 117 portraits. */
const ENLARGED = 1.1;

/** BlazeFace's box as the index has it: as large as the other sets' boxes, whole px. */
export function indexedBox([x, y, width, height]: readonly [number, number, number, number]): number[] {
  const [across, down] = [((ENLARGED - 1) / 2) * width, ((ENLARGED - 1) / 2) * height];
  return [x - across, y - down, ENLARGED * width, ENLARGED * height].map(Math.round);
}
