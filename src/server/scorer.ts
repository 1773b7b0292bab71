import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import decodeJpeg, { init } from '@jsquash/jpeg/decode.js';
import { openWasm } from '../backends/tfjs/wasm';
import type { FrameEvidence } from '../evidence/response';
import { valuesOf } from '../model/levels';
import { probabilityOf, readModel, type Model } from '../model/manifest';
import { compareWithGolden, type Golden } from '../network/golden';
import { disposeCrops, type Network } from '../network/network';
import { frameStatistics, type FrameStatistics } from './frames';

/** Paths of the files that scoring needs. */
export interface ScorerFiles {
  /** Folder of model.json, weights.bin, golden.json and golden.bin. */
  model: string;
  tfjsWasm: string;
  jpegWasm: string;
}

/** What the network here says of a window. */
export interface Judgement extends FrameStatistics {
  /** Window score, 0 (attack) to 1 (bona fide). */
  score: number;
  /** Calibrated probability that the window is bona fide. */
  probability: number;
}

/** As far as a backend may be from PyTorch's score on the golden vectors. */
const LARGEST_GOLDEN_DIFFERENCE = 1e-3;

/** The network on one thread: the model that the browser runs, on TensorFlow.js' WASM. */
export class Scorer {
  private constructor(
    readonly model: Model,
    private readonly network: Network,
  ) {}

  /** @throws {Error} where a file is missing or damaged, or the network does not give PyTorch's score */
  static async open(files: ScorerFiles): Promise<Scorer> {
    const bytes = async (path: string) => Uint8Array.from(await readFile(path));
    const json = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as unknown;
    const model = readModel(await json(`${files.model}/model.json`));
    const weights = await bytes(`${files.model}/weights.bin`);
    if (createHash('sha256').update(weights).digest('hex') !== model.sha256)
      throw new Error('weights.bin has another SHA-256 than model.json says. Install depthproof again.');
    const backend = await openWasm(await bytes(files.tfjsWasm));
    const network = await backend.network(model, weights.buffer);
    const golden = {
      ...((await json(`${files.model}/golden.json`)) as Pick<Golden, 'weightsManifest'>),
      bytes: (await bytes(`${files.model}/golden.bin`)).buffer,
    };
    const { scoreDifference } = await compareWithGolden(network, model, golden, 2, () => false);
    if (!(scoreDifference <= LARGEST_GOLDEN_DIFFERENCE))
      throw new Error(`The network's score is ${String(scoreDifference)} off PyTorch's.`);
    await openDecoder(files.jpegWasm);
    return new Scorer(model, network);
  }

  /** @throws {ImageError} where a file does not decode to a crop */
  async score(frames: readonly FrameEvidence[]): Promise<Judgement> {
    const { face_size: faceSize, context_size: contextSize } = this.model.architecture;
    const decoded: Uint8Array[] = [];
    const window = this.network.window();
    try {
      for (const { face, context } of frames) {
        const levels = [await rgbOf(face, faceSize), await rgbOf(context, contextSize)] as const;
        decoded.push(Buffer.concat(levels));
        const [faceValues, contextValues] = levels.map((crop) => valuesOf(crop, this.model.input.range));
        if (!faceValues || !contextValues) throw new ImageError('A frame lacks a crop.');
        const crops = this.network.cropsOf(faceValues, contextValues);
        try {
          await window.push(crops);
        } finally {
          disposeCrops(crops);
        }
      }
      const { score } = await window.finish();
      return { score, probability: probabilityOf(score, this.model), ...frameStatistics(decoded) };
    } finally {
      window.dispose();
    }
  }
}

/** A file that is no crop. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** The decoder answers with this class of the browser, which Node lacks. */
class ImageData {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

async function openDecoder(wasm: string): Promise<void> {
  (globalThis as { ImageData?: unknown }).ImageData ??= ImageData;
  // Typed for options alone; takes a module in front of them.
  const start = init as (module: WebAssembly.Module, options: object) => Promise<void>;
  const printErr = (text: string) => (decoder.complaint = text);
  await start(await WebAssembly.compile(await readFile(wasm)), { printErr });
}

/** What the decoder said last: it goes on where a file is damaged, and makes up the rest. */
const decoder = { complaint: '' };

/** MozJPEG in WASM, libjpeg's arithmetic: what Chrome's and Firefox' own decoder would give, within a level. */
async function rgbOf(file: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array> {
  decoder.complaint = '';
  const image = await decodeJpeg(file.slice().buffer).catch((cause: unknown) => {
    throw new ImageError('A crop does not decode.', { cause });
  });
  if (decoder.complaint) throw new ImageError(`A crop is damaged: ${decoder.complaint}`);
  if (image.width !== size || image.height !== size) throw new ImageError('A crop has another size.');
  const rgb = new Uint8Array(3 * size * size);
  for (let index = 0; index < rgb.length; index++)
    rgb[index] = image.data[index + Math.floor(index / 3)] ?? 0;
  return rgb;
}
