import { fitting } from '../../src/camera/fitting';
import type { FaceBox, FaceDetector } from '../../src/face/face';
import type { PictureAnnotation } from '../records';
import { base64 } from './base64';
import type { FaceMesh, Mesh } from './faceMesh';
import { findFaces } from './findFaces';
import { longerSide } from '../../src/quality/measure';
import { boundsOf, misfit } from './meshFit';
import type { PersonMatte } from './personMatte';

/** To this much the detector and the mesh see a large picture shrunk, px: as much as the product sees of a frame. */
const SIDE = 640;
/** As the product's quality gate has it: sides of a second face over those of the largest. */
const SECOND_FACE = 0.4;
/** The least that a face measures, px; the same as MIN_SIDE of training/faces.py. */
const LEAST_SIDE = 60;
/** Share of the face that its matte has to cover, on average. */
const COVERED = 0.8;

export interface Annotators {
  detector: FaceDetector;
  mesh: FaceMesh;
  matte: PersonMatte;
}

/** Box, mesh and matte of the one face in a picture. */
export async function annotatePicture(
  file: Blob,
  { detector, mesh, matte }: Annotators,
): Promise<PictureAnnotation> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return { refused: 'it cannot be decoded' };
  const seen = await createImageBitmap(picture, fitting(picture, SIDE));
  try {
    const [face, ...others] = await findFaces(detector, seen);
    if (!face) return { refused: 'no face was found' };
    const found = await mesh.locate(seen, face);
    const refused = misfit(found, face);
    if (refused !== undefined) return { refused };
    for (const other of others) {
      const share = longerSide(other) / longerSide(face);
      // Some things look like a face to the detector, but not to the mesh.
      if (share <= SECOND_FACE || misfit(await mesh.locate(seen, other), other) !== undefined) continue;
      const size = `${Math.round(100 * share)} % as large as the largest`;
      return { refused: `there are several faces, another ${size}: cut it to one person` };
    }

    const scale = picture.width / seen.width;
    const points = found.points.map((value) => value * scale);
    const { width, height } = boundsOf(points);
    const side = Math.round(Math.max(width, height));
    if (side < LEAST_SIDE) return { refused: `the face has ${side} px, at least ${LEAST_SIDE} are needed` };
    const box = scaled(face, scale);
    const person = matte.of(picture, box);
    const covered = coverage(person, picture.width, points);
    return {
      width: picture.width,
      height: picture.height,
      box: [box.x, box.y, box.width, box.height],
      points: base64(points),
      score: found.score,
      ...(covered >= COVERED && { matte: base64(person) }),
    };
  } finally {
    picture.close();
    seen.close();
  }
}

function scaled({ x, y, width, height, score }: FaceBox, by: number): FaceBox {
  return { x: x * by, y: y * by, width: width * by, height: height * by, score };
}

/** Mean of the matte at the mesh's points, 0 to 1. */
function coverage(matte: Uint8Array, width: number, points: Mesh['points']): number {
  let [sum, count] = [0, 0];
  for (let index = 0; index < points.length; index += 3) {
    const [x, y] = [Math.floor(points[index] ?? 0), Math.floor(points[index + 1] ?? 0)];
    if (x < 0 || x >= width || y < 0 || y * width >= matte.length) continue;
    sum += (matte[y * width + x] ?? 0) / 255;
    count++;
  }
  return count > 0 ? sum / count : 0;
}
