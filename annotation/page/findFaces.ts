import type { FaceBox, FaceDetector } from '../../src/face/face';

/** Sides of the margins that are tried, in sides of the picture. */
const MARGINS = [0, 0.5];

/**
 * Faces of a portrait, largest first, each clipped to the picture. The detector is made for faces at arm's length; one
 * that fills the picture it finds with some room around it.
 */
export async function findFaces(detector: FaceDetector, picture: ImageBitmap): Promise<FaceBox[]> {
  for (const share of MARGINS) {
    const margin = Math.round(share * Math.max(picture.width, picture.height));
    const seen = margin === 0 ? picture : await withMargin(picture, margin);
    const faces = detector.detect(seen).flatMap((face) => within(face, margin, picture));
    if (seen !== picture) seen.close();
    if (faces.length > 0) return faces;
  }
  return [];
}

/** Grey around the picture, so that no edge looks like one of a face. */
function withMargin(picture: ImageBitmap, margin: number): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(picture.width + 2 * margin, picture.height + 2 * margin);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no 2D canvas.');
  context.fillStyle = '#808080';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, margin, margin);
  return createImageBitmap(canvas);
}

function within(face: FaceBox, margin: number, picture: ImageBitmap): FaceBox[] {
  const left = Math.max(0, face.x - margin);
  const top = Math.max(0, face.y - margin);
  const width = Math.min(picture.width, face.x - margin + face.width) - left;
  const height = Math.min(picture.height, face.y - margin + face.height) - top;
  return width > 0 && height > 0 ? [{ ...face, x: left, y: top, width, height }] : [];
}
