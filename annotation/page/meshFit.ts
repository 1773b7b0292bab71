import type { FaceBox } from '../../src/face/face';
import type { Mesh } from './faceMesh';

/** Below it the network saw no whole face in its crop. The same as MIN_SCORE of training/faces.py. */
const LEAST_SCORE = 0.9;
/** How far the mesh's centre may lie from the box's, in sides of the box. */
const LARGEST_OFFSET = 0.25;
/** The mesh's longer side over that of BlazeFace's box: 1.04 +- 0.07 on faces where both are right. */
const SIDES = { least: 0.75, largest: 1.4 };

/** Why a mesh does not fit the face in the box; `undefined` where it fits. */
export function misfit({ points, score }: Mesh, box: FaceBox): string | undefined {
  if (!(score >= LEAST_SCORE))
    return `the mesh does not fit: score ${score.toFixed(2)}, at least ${LEAST_SCORE}`;
  const { x, y, width, height } = boundsOf(points);
  const longer = Math.max(box.width, box.height);
  const across = x + width / 2 - (box.x + box.width / 2);
  const down = y + height / 2 - (box.y + box.height / 2);
  const ratio = Math.max(width, height) / longer;
  if (Math.max(Math.abs(across), Math.abs(down)) > LARGEST_OFFSET * longer)
    return 'the mesh does not fit: it lies beside the face';
  if (!(ratio >= SIDES.least && ratio <= SIDES.largest))
    return `the mesh does not fit: it is ${ratio.toFixed(2)} times as large as the face`;
  return undefined;
}

/** The box around a mesh. */
export function boundsOf(points: Float32Array): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < points.length; index += 3) {
    const [x, y] = [points[index] ?? NaN, points[index + 1] ?? NaN];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
