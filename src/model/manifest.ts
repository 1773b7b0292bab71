import { DepthproofError } from '../errors';

/** A bottleneck of MobileNetV2: `expansion` times the input's channels, each filtered by itself, then `channels`. */
export interface Bottleneck {
  expansion: number;
  channels: number;
  stride: 1 | 2;
}

/** Widths in channels, sizes in pixels; the PyTorch class of the same name in training/. */
export interface Architecture {
  frames: number;
  face_size: number;
  context_size: number;
  depth_size: number;
  stem: number;
  level: number;
  wide: number;
  depth_hidden: number;
  reduced: number;
  hidden: number;
  appearance_stem: number;
  appearance: Bottleneck[];
  classifier: number;
  rigidity: number;
  alpha: number;
  beta: number;
}

/** One entry of weights.bin or golden.bin, in the order of the bytes. */
export interface WeightEntry {
  name: string;
  shape: number[];
  dtype: 'float32';
  /** The values are stored as half floats. */
  quantization?: { dtype: 'float16' };
}

export type WeightsManifest = { paths: string[]; weights: WeightEntry[] }[];

/** model.json: everything a caller could get wrong travels with the weights. training/ writes it. */
export interface Model {
  format: typeof FORMAT;
  id: string;
  architecture: Architecture;
  /** What a crop's values are: RGB levels 0 to 255 are mapped onto `range`. */
  input: { colour: 'rgb'; range: [least: number, most: number]; resample: string };
  /** Larger frames are shrunk to this on their longer side, px, as the frames of the training clips were. */
  frame: { longerSide: number };
  /** Sides of both crops as multiples of the longer side of the face's box. */
  crop: { faceScale: number; contextScale: number };
  cadence: { frames: number; intervalMilliseconds: number };
  /** Semi-axes of the ellipse that an aligned face fills, as shares of the face crop's side: where depth is averaged. */
  faceEllipse: { x: number; y: number };
  decision: {
    /** P(bona fide) = sigmoid(slope * score + intercept). */
    calibration: { slope: number; intercept: number };
    /** Probabilities at which a verdict is given at once. */
    liveProbability: number;
    spoofProbability: number;
    /**
     * Share of the variance of the windows' log odds that all windows of one clip have in common, 0 to 1; measured by
     * `python3 -m training evaluate correlation`.
     */
    correlation: number;
    /** Log odds beyond which a single window counts no more. */
    largestLogOdds: number;
  };
  /** Species of attack that no training clip showed. */
  neverSeen: string[];
  weightsManifest: WeightsManifest;
  /** SHA-256 of weights.bin, hex. */
  sha256: string;
}

const FORMAT = 'depthproof-model/2';

/**
 * Checks what model.json says, so that nothing of a foreign or damaged one is half loaded.
 *
 * @throws {DepthproofError} `MODEL_INVALID`, naming the field
 */
export function readModel(json: unknown): Model {
  const model = json as Model;
  const number = (path: string, least = -Infinity, most = Infinity) => {
    const value = fieldOf(model, path);
    check(typeof value === 'number' && value >= least && value <= most, path, value);
  };
  check(fieldOf(model, 'format') === FORMAT, 'format', fieldOf(model, 'format'));
  for (const path of ['id', 'sha256']) {
    const value = fieldOf(model, path);
    check(typeof value === 'string' && value.length > 0, path, value);
  }
  check(fieldOf(model, 'input.colour') === 'rgb', 'input.colour', fieldOf(model, 'input.colour'));
  for (const path of ['input.range.0', 'input.range.1', 'decision.calibration.intercept']) number(path);
  for (const path of ['face_size', 'context_size', 'depth_size', 'stem', 'level', 'wide', 'depth_hidden'])
    number(`architecture.${path}`, 1);
  for (const path of ['reduced', 'hidden', 'appearance_stem', 'classifier', 'rigidity'])
    number(`architecture.${path}`, 1);
  for (const path of ['architecture.alpha', 'architecture.beta', 'decision.correlation']) number(path, 0, 1);
  for (const path of ['decision.liveProbability', 'decision.spoofProbability']) number(path, 0, 1);
  for (const path of ['frame.longerSide', 'cadence.intervalMilliseconds', 'crop.faceScale']) number(path, 1);
  for (const path of ['crop.contextScale', 'cadence.frames']) number(path, 1);
  for (const path of ['faceEllipse.x', 'faceEllipse.y']) number(path, 0, 0.5);
  for (const path of ['decision.calibration.slope', 'decision.largestLogOdds']) number(path, 0);
  for (const path of ['architecture.appearance', 'neverSeen', 'weightsManifest']) {
    const value = fieldOf(model, path);
    check(Array.isArray(value), path, value);
  }
  check(model.architecture.frames === model.cadence.frames, 'architecture.frames', model.architecture.frames);
  return model;
}

/** Calibrated probability of bona fide for a window score. */
export function probabilityOf(score: number, model: Model): number {
  const { slope, intercept } = model.decision.calibration;
  return 1 / (1 + Math.exp(-(slope * score + intercept)));
}

function fieldOf(model: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], model);
}

function check(holds: boolean, path: string, value: unknown): asserts holds {
  if (holds) return;
  throw new DepthproofError(
    'MODEL_INVALID',
    `model.json: ${path} is ${value === undefined ? 'missing' : JSON.stringify(value)}. Deploy the model of this version, unchanged.`,
  );
}
