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

export interface DetectedFace {
  /** Clipped to the image. */
  box: FaceBox;
  /** Degrees clockwise from an upright face, by the way from the eyes to the mouth, -180 to 180. */
  lean: number;
}

/** Finds the faces in a frame. */
export interface FaceDetector {
  /** The faces in the image, largest first. Blocks for some milliseconds. */
  detect(image: ImageBitmap): DetectedFace[];
}
