/** A detected face. Coordinates are pixels of the unmirrored frame, origin top left. */
export interface FaceBox {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Detector confidence, 0 to 1. */
  score: number;
}

/** Finds the faces in a frame. */
export interface FaceDetector {
  /** The faces in the image, largest first, each clipped to the image. Blocks for some milliseconds. */
  detect(image: ImageBitmap): FaceBox[];
}
