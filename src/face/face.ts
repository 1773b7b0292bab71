/** A face as the detector sees it. Coordinates are pixels of the unmirrored frame, origin top left. */
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
  /** Faces in the image, largest first, each clipped to the image. */
  detect(image: ImageBitmap): FaceBox[];
}
