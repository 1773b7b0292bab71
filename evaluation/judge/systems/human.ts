import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import { browser, cast, div, expandDims, image as tfImage, setBackend, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { FaceBox } from '../../../src/face/face';
import type { FrameSystem } from './frameSystem';

/** Human grows BlazeFace's box by this and scales the square to MESH before any of its face networks sees it. */
const SCALE = 1.4;
const MESH = 256;

/**
 * The networks `liveness` and `antispoof` of @vladmandic/human (MIT), fed as Human feeds them: RGB 0 to 1.
 *
 * @param folder URL of the folder that holds the models
 * @param runtime URL of the folder that holds tfjs's WASM files
 */
export async function human(folder: string, runtime: string): Promise<FrameSystem[]> {
  setWasmPaths(runtime);
  await setBackend('wasm');
  return Promise.all(
    ['liveness', 'antispoof'].map(async (name) => {
      const model = await loadGraphModel(`${folder}${name}.json`);
      return {
        key: `human-${name}`,
        name: `Human ${name}`,
        about: `The network ${name} of @vladmandic/human on a single frame.`,
        threshold: 0.5,
        score: (frame: ImageBitmap, face: FaceBox) => score(model, frame, face),
      };
    }),
  );
}

async function score(model: GraphModel, frame: ImageBitmap, face: FaceBox): Promise<number | undefined> {
  const output = tidy(() => {
    const pixels = expandDims<Tensor4D>(cast<Tensor3D>(browser.fromPixels(frame, 3), 'float32'));
    const half = (SCALE * Math.max(face.width, face.height)) / 2;
    const [x, y] = [face.x + face.width / 2, face.y + face.height / 2];
    const box = [(y - half) / frame.height, (x - half) / frame.width];
    const end = [(y + half) / frame.height, (x + half) / frame.width];
    const crop = tfImage.cropAndResize(pixels, [[...box, ...end] as never], [0], [MESH, MESH]);
    const [, height = 0, width = 0] = model.inputs[0]?.shape ?? [];
    return model.execute(tfImage.resizeBilinear(div<Tensor4D>(crop, 255), [height, width])) as Tensor;
  });
  const [value] = await output.data();
  output.dispose();
  return value;
}
