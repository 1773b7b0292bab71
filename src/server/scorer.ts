import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Backend } from '../backends/backend';
import { openWasm } from '../backends/tfjs/wasm';
import type { FrameImages } from '../evidence/chain';
import { eachCrop, scoreLevels, sentCrops } from '../evidence/window';
import type { Model } from '../model/manifest';
import { readModel } from '../model/readModel';
import { compareWithGolden, type Golden } from '../network/golden';
import { cropsSeen, type Network } from '../network/network';
import { decodeCrop, openDecoder } from './decodeCrop';
import { frameStatistics, type FrameStatistics } from './frames';
import { verdictOf, type WindowVerdict } from './verdict';

/** Paths of the files that scoring needs. */
export interface ScorerFiles {
  /** Folder of model.json, weights.bin, golden.json and golden.bin. */
  model: string;
  tfjsWasm: string;
  jpegWasm: string;
}

/** What a worker is told. */
export interface ScorerSettings extends ScorerFiles {
  gpu: boolean;
}

/** A window as it came. */
export interface ScoredFrames {
  frames: readonly FrameImages[];
  /** When they were made, ms. */
  times: readonly number[];
}

/** What the network here says of a window. */
export interface Judgement extends WindowVerdict, FrameStatistics {
  /** Window score, 0 (attack) to 1 (bona fide). */
  score: number;
}

/** As far as a backend may be from PyTorch's score on the golden vectors. */
const LARGEST_GOLDEN_DIFFERENCE = 1e-3;

/** The network on one thread: the model that the browser runs, on one of its backends. */
export class Scorer {
  private constructor(
    readonly model: Model,
    private readonly network: Network,
  ) {}

  /**
   * @param openBackend default: TensorFlow.js' WASM
   * @throws {Error} where a file is missing or damaged, or the network does not give PyTorch's score
   */
  static async open(
    files: ScorerFiles,
    openBackend: () => Promise<Backend> = async () => openWasm(await bytes(files.tfjsWasm)),
  ): Promise<Scorer> {
    const json = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as unknown;
    const model = readModel(await json(`${files.model}/model.json`));
    const weights = await bytes(`${files.model}/weights.bin`);
    if (createHash('sha256').update(weights).digest('hex') !== model.sha256)
      throw new Error(
        'weights.bin has a different SHA-256 from the one in model.json. Install depthproof again.',
      );
    const backend = await openBackend();
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
  async score({ frames, times }: ScoredFrames): Promise<Judgement> {
    const levels = await eachCrop(this.model, frames, decodeCrop);
    const output = await scoreLevels(this.network, this.model, { levels, times });
    // A first frame may be seen through a crop more.
    const seenInAll = cropsSeen(this.model.architecture, false);
    const comparable = sentCrops(this.model).map((crops, frame) =>
      Buffer.concat(
        crops.flatMap(({ name }, index) => (seenInAll.includes(name) ? (levels[frame]?.[index] ?? []) : [])),
      ),
    );
    return { score: output.score, ...verdictOf(output, this.model), ...frameStatistics(comparable) };
  }
}

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await readFile(path));
}
