/** A detected face. Coordinates are pixels of the unmirrored frame, origin top left. */
export interface FaceBox {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Detector confidence, 0 to 1. */
  score: number;
}

/** Milliseconds without a face after which what was seen before no longer counts: it may be someone else now. */
export const FORGET_AFTER = 500;

/** Finds the faces in a frame. */
export interface FaceDetector {
  /** The faces in the image, largest first, each clipped to the image. Blocks for some milliseconds. */
  detect(image: ImageBitmap): FaceBox[];
}
