import { FaceDetector as BlazeFace, type BoundingBox, type Detection } from '@mediapipe/tasks-vision';
import { DepthproofError } from '../errors';
import type { DetectedFace, FaceBox, FaceDetector } from './face';

export interface FaceDetectorAssets {
  /** `vision_wasm_module_internal.js` and `.wasm` of tasks-vision: the build for module workers. */
  loaderUrl: string;
  wasmUrl: string;
  /** BlazeFace short range with its normalisation metadata (scripts/tfliteMetadata.mjs). */
  model: Uint8Array;
}

/** What matters of a line that MediaPipe logs comes as an exception, too. */
const ignore = () => undefined;

/** MediaPipe's BlazeFace, which finds faces within about two metres. Runs in a module worker, on one CPU core. */
export class MediaPipeDetector implements FaceDetector {
  private constructor(
    private readonly detector: BlazeFace,
    private readonly gl: WebGL2RenderingContext,
  ) {}

  /**
   * @throws {DepthproofError} `ASSET_CORRUPT` if MediaPipe does not take the model, `UNSUPPORTED_BROWSER` without
   * WebGL 2, `ENGINE_FAILED` if MediaPipe does not start.
   */
  static async create({ loaderUrl, wasmUrl, model }: FaceDetectorAssets): Promise<MediaPipeDetector> {
    // MediaPipe reads images through WebGL even when it computes on the CPU. Without it, only a later call would throw.
    const canvas = new OffscreenCanvas(1, 1);
    const gl = canvas.getContext('webgl2');
    if (!gl) {
      throw new DepthproofError(
        'UNSUPPORTED_BROWSER',
        'The face detector needs WebGL 2 in a worker, and this browser gives none. Turn on hardware acceleration or use a current browser.',
      );
    }
    try {
      // The loader takes over what it finds here. Without it, each line of MediaPipe's log goes to the page's console.
      Object.assign(self, { Module: { print: ignore, printErr: ignore }, dbg: ignore });
      const detector = await BlazeFace.createFromOptions(
        { wasmLoaderPath: loaderUrl, wasmBinaryPath: wasmUrl },
        {
          baseOptions: { modelAssetBuffer: model, delegate: 'CPU' },
          canvas,
          // The detector keeps nothing between frames, and VIDEO would refuse a clip that starts over.
          runningMode: 'IMAGE',
          minDetectionConfidence: 0.5,
        },
      );
      // The first run compiles and allocates for some 300 ms, which must not delay the first frame.
      detector.detect(new ImageData(64, 64));
      return new MediaPipeDetector(detector, gl);
    } catch (cause) {
      // MediaPipe's error for a model that it cannot read.
      if (cause instanceof Error && cause.message.includes('INVALID_ARGUMENT')) {
        throw new DepthproofError('ASSET_CORRUPT', 'The face detector model is damaged. Deploy it again.', {
          cause,
        });
      }
      throw new DepthproofError(
        'ENGINE_FAILED',
        "The face detector did not start. Check that its .js and .wasm files are deployed, and that the Content-Security-Policy sent with depthproof-worker.js allows 'wasm-unsafe-eval' in script-src and blob: in connect-src.",
        { cause },
      );
    }
  }

  detect(image: ImageBitmap): DetectedFace[] {
    // With a lost context MediaPipe goes on finding the last face that it saw, whatever the image shows.
    if (this.gl.isContextLost()) {
      throw new DepthproofError(
        'BACKEND_LOST',
        "The face detector's WebGL context was lost. Start a new check.",
      );
    }
    let detections;
    try {
      ({ detections } = this.detector.detect(image));
    } catch (cause) {
      throw new DepthproofError('ENGINE_FAILED', 'The face detector failed on a frame. Start a new check.', {
        cause,
      });
    }
    return detections
      .flatMap(({ boundingBox, categories, keypoints }) =>
        boundingBox
          ? clipped(boundingBox, image, categories[0]?.score ?? 0).map((box) => ({
              box,
              lean: leanOf(keypoints, image),
            }))
          : [],
      )
      .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  }
}

/** The part of a box inside the image; empty if there is none, or if a number is NaN. */
function clipped(box: BoundingBox, image: ImageBitmap, score: number): FaceBox[] {
  const left = Math.max(box.originX, 0);
  const top = Math.max(box.originY, 0);
  const width = Math.min(box.originX + box.width, image.width) - left;
  const height = Math.min(box.originY + box.height, image.height) - top;
  return width > 0 && height > 0 ? [{ x: left, y: top, width, height, score }] : [];
}

/** The lean of a face; 0 without keypoints. BlazeFace gives the right eye, the left eye, the nose and the mouth first. */
function leanOf([right, left, , mouth]: Detection['keypoints'], { width, height }: ImageBitmap): number {
  if (!right || !left || !mouth) return 0;
  const across = width * (mouth.x - (right.x + left.x) / 2);
  const down = height * (mouth.y - (right.y + left.y) / 2);
  return (Math.atan2(-across, down) * 180) / Math.PI;
}
