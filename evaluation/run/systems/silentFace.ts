import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import type { FaceBox } from '../../../src/face/face';
import { pixelsOf, type FrameSystem } from './frameSystem';
import { expandBox, silentFaceNetworks } from './silentFaceNetworks';

/** Side of the networks' input, px. */
const SIDE = 80;

/**
 * Opens minivision-ai/Silent-Face-Anti-Spoofing (Apache-2.0): its score is the mean of two MiniFASNets' softmax of class
 * 1. Their input is BGR 0 to 255, 1 x 3 x 80 x 80.
 *
 * @param folder URL of the folder that holds the two ONNX files
 * @param runtime URL of the folder that holds onnxruntime-web's WASM files
 */
export async function silentFace(folder: string, runtime: string): Promise<FrameSystem> {
  env.wasm.wasmPaths = runtime;
  env.wasm.numThreads = 1;
  const networks = await Promise.all(
    silentFaceNetworks.map(async ({ scale, file }) => {
      const response = await fetch(`${folder}${file}`);
      if (!response.ok) throw new Error(`${file} is missing in the folder of --baseline silent-face.`);
      return { scale, session: await InferenceSession.create(new Uint8Array(await response.arrayBuffer())) };
    }),
  );
  return {
    key: 'silent-face',
    name: 'Silent-Face',
    about: 'MiniFASNetV2 and V1SE of minivision-ai, trained on real attacks; mean live probability of both.',
    threshold: 0.5,
    async score(image, face) {
      let sum = 0;
      for (const { scale, session } of networks) {
        const input = new Tensor('float32', planes(crop(image, face, scale)), [1, 3, SIDE, SIDE]);
        const [name = ''] = session.inputNames;
        const output = await session.run({ [name]: input });
        const logits = output[session.outputNames[0] ?? '']?.data as Float32Array;
        sum += softmax(logits)[1] ?? 0;
      }
      return sum / networks.length;
    },
  };
}

/** Scales bilinearly without averaging, like OpenCV's INTER_LINEAR, with which the networks were trained. */
function crop(image: ImageBitmap, face: FaceBox, scale: number): Float32Array {
  const part = expandBox(face, image, scale);
  const { data } = pixelsOf(image, part, part.width, part.height);
  const result = new Float32Array(SIDE * SIDE * 3);
  for (let row = 0; row < SIDE; row++) {
    const [y0, y1, dy] = neighbours(row, part.height);
    for (let column = 0; column < SIDE; column++) {
      const [x0, x1, dx] = neighbours(column, part.width);
      for (let channel = 0; channel < 3; channel++) {
        const at = (y: number, x: number) => data[4 * (y * part.width + x) + channel] ?? 0;
        const upper = at(y0, x0) * (1 - dx) + at(y0, x1) * dx;
        const lower = at(y1, x0) * (1 - dx) + at(y1, x1) * dx;
        result[3 * (row * SIDE + column) + channel] = Math.round(upper * (1 - dy) + lower * dy);
      }
    }
  }
  return result;
}

function neighbours(index: number, length: number): [number, number, number] {
  const at = Math.min(Math.max(((index + 0.5) * length) / SIDE - 0.5, 0), length - 1);
  const low = Math.floor(at);
  return [low, Math.min(low + 1, length - 1), at - low];
}

/** Interleaved RGB -> planes B, G, R. */
function planes(rgb: Float32Array): Float32Array {
  const size = SIDE * SIDE;
  return Float32Array.from(
    { length: 3 * size },
    (_, i) => rgb[3 * (i % size) + 2 - Math.floor(i / size)] ?? 0,
  );
}

function softmax(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  const exponentials = [...logits].map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
