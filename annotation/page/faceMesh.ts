import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import { avgPool, browser, cast, div, image, reshape, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { FaceBox } from '../../src/face/face';
import { MESH_POINTS, squareOfBox, squareOfMesh, toFrame, turnedTransform } from './meshCrop';
import type { TurnedSquare } from './meshCrop';

/** A face in three dimensions: x, y, z of 468 points, one after another, px of the frame; z smaller is nearer. */
export interface Mesh {
  points: Float32Array<ArrayBuffer>;
  /** That there is a face in the crop, 0 to 1. */
  score: number;
}

/** The network `facemesh` of @vladmandic/human (MIT), which is MediaPipe's: 192 px, RGB 0 to 1. */
export class FaceMesh {
  readonly #size: number;

  private constructor(private readonly model: GraphModel) {
    this.#size = model.inputs[0]?.shape?.[1] ?? 192;
  }

  /** @param folder URL of the folder that holds Human's models */
  static async open(folder: string): Promise<FaceMesh> {
    return new FaceMesh(await loadGraphModel(`${folder}facemesh.json`));
  }

  /** The mesh of the face in a box. It is looked for twice: the second crop stands upright about the first mesh. */
  async locate(frame: ImageBitmap, box: FaceBox): Promise<Mesh> {
    const first = await this.#run(frame, squareOfBox(box));
    return this.#run(frame, squareOfMesh(first.points));
  }

  async #run(frame: ImageBitmap, square: TurnedSquare): Promise<Mesh> {
    const size = this.#size;
    const outputs = tidy(() => {
      const bytes = browser.fromPixels(frame, 3);
      const pixels = reshape<Rank.R4>(cast(bytes, 'float32'), [1, ...bytes.shape]);
      const transform = tensor2d([...turnedTransform(square, size)], [1, 8]);
      const samples = image.transform(pixels, transform, 'bilinear', 'nearest', 0, [2 * size, 2 * size]);
      const crop = div<Tensor4D>(avgPool(samples, 2, 2, 'valid'), 255);
      return this.model.execute(crop) as Tensor[];
    });
    const output = (width: number) => outputs.find(({ shape }) => shape.at(-1) === width);
    const [points, score] = await Promise.all([output(3 * MESH_POINTS)?.data(), output(1)?.data()]);
    for (const tensor of outputs) tensor.dispose();
    if (!points || !score) throw new Error('facemesh.json is not the network of 468 points.');
    return { points: toFrame(points, square, size), score: score[0] ?? 0 };
  }
}
