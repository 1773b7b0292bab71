import { valuesOf } from '../model/pixelLevels';
import type { CropName, Model, WeightsManifest } from '../model/manifest';
import { Weights } from '../model/weights';
import { disposeCrops, forCropsSeen, type Network } from './network';
import { syntheticImage } from './syntheticImage';

/** Golden vectors as training/export/golden.py writes them: `<tap>/<frame>` -> a strided sample of PyTorch's map. */
export interface Golden {
  weightsManifest: WeightsManifest;
  bytes: ArrayBuffer;
}

export interface Comparison {
  /** Relative L2 distance to PyTorch for each `<tap>/<frame>`. */
  distances: Map<string, number>;
  scoreDifference: number;
}

/** About how many values the export keeps of one map; always fewer than twice as many. */
const GOLDEN_VALUES = 256;

/**
 * Runs the first `frames` frames of the synthetic window through the network and compares its maps with PyTorch's;
 * `watches` selects taps; only their maps are read back.
 */
export async function compareWithGolden(
  network: Network,
  model: Model,
  golden: Golden,
  frames: number,
  watches: (tap: string) => boolean = () => true,
): Promise<Comparison> {
  const expected = new Weights(golden.weightsManifest, golden.bytes);
  const distances = new Map<string, number>();
  let frame = 0;
  const compare = (tap: string, values: Float32Array) => {
    if (!watches(tap)) return;
    const name = `${tap}/${String(frame)}`;
    distances.set(name, relativeL2(sample(values), expected.get(name).values));
  };
  const window = network.window({ taps: { watches, see: compare } });
  let score = NaN;
  try {
    for (; frame < frames; frame++) {
      const crops = syntheticCrops(network, model, frame);
      try {
        await window.push(crops);
      } finally {
        disposeCrops(crops);
      }
      if (frame === 0) continue;
      const output = await window.finish();
      for (const [kind, logOdds] of Object.entries(output.evidence))
        compare(`evidence.${kind}`, Float32Array.of(logOdds));
      if (output.depthMap) compare('refined', output.depthMap);
      compare('log odds', Float32Array.of(output.logOdds));
      ({ score } = output);
    }
  } finally {
    window.dispose();
  }
  const [expectedScore = NaN] = expected.get(`score/${String(frames - 1)}`).values;
  return { distances, scoreDifference: Math.abs(score - expectedScore) };
}

/** Number of the synthetic image for each crop of the window's first frame; later frames count on from it. */
const FIRST_NUMBER: Record<CropName, number> = { face: 0, context: 100, near: 10, wide: 20 };

/** The crops of a frame of the synthetic window. */
function syntheticCrops(network: Network, model: Model, frame: number) {
  return network.cropsOf(
    forCropsSeen(model, frame === 0, (name, { size, range }) =>
      valuesOf(syntheticImage(size, FIRST_NUMBER[name] + frame), range),
    ),
  );
}

/** Every k-th value, k odd, like `sample` in training/export/golden.py. */
function sample(values: Float32Array): Float32Array {
  const stride = Math.max(1, Math.floor(values.length / GOLDEN_VALUES)) | 1;
  return values.filter((_, index) => index % stride === 0);
}

/** ||actual - expected|| / ||expected||; ||actual|| where the reference is all zeros. */
function relativeL2(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  expected.forEach((value, index) => {
    difference += ((actual[index] ?? NaN) - value) ** 2;
    norm += value * value;
  });
  return Math.sqrt(difference) / (norm > 0 ? Math.sqrt(norm) : 1);
}
