import { dispose, keep, tensor4d, type io, type Tensor } from '@tensorflow/tfjs-core';
import type { NetworkWindow } from './depthNetwork';
import type { FeatureMap, Observer } from './layers';
import type { Model } from './model';
import { SYNTHETIC_CONTEXT_FRAME, syntheticImage } from './syntheticWindow';
import { inputOffset, inputScale } from './inputRange';

/** Golden vectors as training/export/golden.py writes them: `<block>/<frame>` -> a strided sample of the block's output. */
export interface Golden {
  weightsManifest: io.WeightsManifestConfig;
  bytes: ArrayBuffer;
}

export interface Comparison {
  /** Relative L2 distance to PyTorch for each `<block>/<frame>`. */
  blocks: Map<string, number>;
  scoreDifference: number;
}

/** What of a network is needed to test it. */
export interface TestedNetwork {
  /** An empty window; `observer` sees the blocks' outputs at each push and at the end. */
  observed(observer: Observer): Pick<NetworkWindow, 'push' | 'finish' | 'dispose'>;
}

/** Largest number of values that the export keeps of one tensor. */
const GOLDEN_VALUES = 256;

/**
 * Runs the first `frames` frames of the synthetic window through the network and compares every block's output with
 * PyTorch's; `watched` narrows it down to some blocks, of which alone the outputs are read back.
 */
export async function compareWithGolden(
  model: Model,
  golden: Golden,
  frames: number,
  network: TestedNetwork,
  watched: (block: string) => boolean = () => true,
): Promise<Comparison> {
  const expected = decode(golden);
  const seen: { name: string; output: Tensor }[] = [];
  let frame = 0;
  const { face_size: faceSize, context_size: contextSize } = model.architecture;
  const window = network.observed({
    watches: watched,
    see: (block, output) => {
      seen.push({ name: `${block}/${String(frame)}`, output: keep(output.clone()) });
    },
  });
  let score = NaN;
  try {
    for (; frame < frames; frame++) {
      const face = synthetic(faceSize, frame);
      const context = synthetic(contextSize, SYNTHETIC_CONTEXT_FRAME + frame);
      try {
        await window.push({ face, context });
      } finally {
        dispose([face, context]);
      }
      if (frame > 0) score = (await window.finish()).score;
    }
    const blocks = new Map<string, number>();
    for (const { name, output } of seen)
      blocks.set(name, relativeL2(sample(await output.data()), find(expected, name)));
    const expectedScore = find(expected, `score/${String(frames - 1)}`)[0] ?? NaN;
    return { blocks, scoreDifference: Math.abs(score - expectedScore) };
  } finally {
    for (const { output } of seen) output.dispose();
    window.dispose();
  }
}

function synthetic(size: number, frame: number): FeatureMap {
  const values = Float32Array.from(
    syntheticImage(size, frame),
    (value) => (value - inputOffset) * inputScale,
  );
  return tensor4d(values, [1, size, size, 3]);
}

/** Every k-th value, k odd; as `sample` in training/export/golden.py. */
function sample(values: ArrayLike<number>): Float32Array {
  const stride = Math.max(1, Math.floor(values.length / GOLDEN_VALUES)) | 1;
  return Float32Array.from(
    { length: Math.ceil(values.length / stride) },
    (_, index) => values[index * stride] ?? NaN,
  );
}

/** ||actual - expected|| / ||expected||; the distance itself where the reference is all zeros. */
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

/** Float32 values by name, without making tensors of them. */
function decode({ weightsManifest, bytes }: Golden): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  let offset = 0;
  for (const { name, shape } of weightsManifest.flatMap((group) => group.weights)) {
    const length = shape.reduce((product, size) => product * size, 1);
    values.set(name, new Float32Array(bytes, offset, length));
    offset += length * Float32Array.BYTES_PER_ELEMENT;
  }
  return values;
}

function find(values: Map<string, Float32Array>, name: string): Float32Array {
  const found = values.get(name);
  if (!found) throw new RangeError(`There is no golden vector named ${name}.`);
  return found;
}
