import { ImageSegmenter } from '@mediapipe/tasks-vision';
import type { FaceBox } from '../../src/face/face';
import { partWithFace } from './partWithFace';

/** What is a person in a picture: MediaPipe's selfie segmentation (Apache-2.0), 256 px, scaled up to the picture. */
export class PersonMatte {
  private constructor(private readonly segmenter: ImageSegmenter) {}

  /** @param model selfie_segmentation.tflite that says how pixels are normalised (scripts/tfliteMetadata.mjs) */
  static async open(loaderUrl: string, wasmUrl: string, model: Uint8Array): Promise<PersonMatte> {
    return new PersonMatte(
      await ImageSegmenter.createFromOptions(
        { wasmLoaderPath: loaderUrl, wasmBinaryPath: wasmUrl },
        {
          baseOptions: { modelAssetBuffer: model, delegate: 'CPU' },
          canvas: new OffscreenCanvas(1, 1),
          runningMode: 'IMAGE',
          outputConfidenceMasks: true,
          outputCategoryMask: false,
        },
      ),
    );
  }

  /** How much of each pixel belongs to the person with this face, 0 to 255, row-major, as large as the picture. */
  of(picture: ImageBitmap, face: FaceBox): Uint8Array {
    const [mask] = this.segmenter.segment(picture).confidenceMasks ?? [];
    if (mask?.width !== picture.width || mask.height !== picture.height)
      throw new Error('The selfie segmentation gave no mask of the size of the picture.');
    try {
      const matte = Uint8Array.from(mask.getAsFloat32Array(), (share) => Math.round(255 * share));
      return partWithFace(matte, picture, face);
    } finally {
      mask.close();
    }
  }
}
