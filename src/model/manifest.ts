/** A bottleneck of MobileNetV2: `expansion` times the input's channels, each filtered by itself, then `channels`. */
export interface Bottleneck {
  expansion: number;
  channels: number;
  stride: 1 | 2;
}

/** A block that halves the map, with `down` channels inside, and a residual block for each of `hidden`. */
export interface TextureStage {
  down: number;
  channels: number;
  hidden: number[];
  /** Whether the last block ends in squeeze and excitation. */
  squeezes: boolean;
}

export interface TextureArchitecture {
  crop: CropName;
  /** Weight of its log odds among those of all texture networks. */
  share: number;
  stem: number;
  embedding: number;
  stages: TextureStage[];
}

/** How a depth map counts in the score. */
export interface DepthScore {
  /** The map's side, px. */
  size: number;
  /** score = beta sigmoid(log odds) + (1 - beta) mean depth (paper eq. 11). */
  beta: number;
  /** Semi-axes of the ellipse that an aligned face fills, as shares of the crop's side: where depth is averaged. */
  ellipse: { x: number; y: number };
}

/** The paper's network: widths in channels. */
export interface DepthArchitecture extends DepthScore {
  stem: number;
  level: number;
  wide: number;
  depth_hidden: number;
  reduced: number;
  hidden: number;
  classifier: number;
  /** D_refined = (1 - alpha) D_single + alpha D_multi (paper eq. 4). */
  alpha: number;
}

/** The depth map that is decoded from the appearance's maps of a first frame: widths in channels. */
export interface DepthMapArchitecture extends DepthScore {
  low: number;
  middle: number;
  high: number;
  joined: number;
  hidden: number;
}

/** The branches that the network has; the PyTorch classes of training/ have the same names and widths. */
export interface Architecture {
  frames: number;
  appearance: { stem: number; bottlenecks: Bottleneck[] };
  rigidity: { hidden: number };
  texture?: Record<string, TextureArchitecture> | undefined;
  /** At most one of the two gives depth. */
  depth?: DepthArchitecture | undefined;
  depthMap?: DepthMapArchitecture | undefined;
}

export type CropName = 'face' | 'context' | 'near' | 'wide';

/** How a crop is cut out of a frame. */
export interface CropRule {
  /** Side, px. */
  size: number;
  /** Its side as a multiple of the face box's. */
  scale: number;
  /** Where the frame is too small for it: `cut` leaves out what is missing, `shrink` takes a smaller scale. */
  fit: 'cut' | 'shrink';
  /** The face that it is cut around: that of the window's first frame, or each frame's own. */
  box: 'window' | 'frame';
  /** Bilinear samples of a pixel, across and down; their mean counts. */
  samples: 1 | 2;
  /** The range onto which levels 0 to 255 are mapped. */
  range: [least: number, most: number];
}

/** How far a kind of evidence is trusted. */
export interface KindRule {
  weight: number;
  /** Its log odds count from `centre` on, `1 + steeper` times below it, and never more than `atMost`. */
  shape?: { centre: number; steeper: number; atMost: number } | undefined;
  /** Its log odds lie below `below` where it is named as a reason; `liveMedian`: their median over bona fide windows. */
  named?: { below: number; liveMedian: number } | undefined;
}

/** The kinds of evidence and how they are weighed; a kind is there where the network has its branch. */
export interface EvidenceRules {
  /** Log odds of bona fide before anything is seen. */
  bias: number;
  /** A screen is named where its logit exceeds that of a print by `screenAbove`. */
  texture?: (KindRule & { screenAbove: number }) | undefined;
  surroundings: KindRule;
  rigidity: KindRule;
  /** -min(max(s - `shift`, 0), `most`), where s = ln(shift of the surroundings + 0.02), px of the crop a step. */
  steadiness?: (KindRule & { shift: number; most: number }) | undefined;
  depth?: KindRule | undefined;
}

/** How windows become a verdict. */
export interface Decision {
  /** P(bona fide) = sigmoid(slope * score + intercept); without it the score is taken for that probability. */
  calibration?: { slope: number; intercept: number } | undefined;
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
}

/** One entry of weights.bin or golden.bin, in the order of the bytes. */
export interface WeightEntry {
  name: string;
  shape: number[];
  dtype: 'float32';
  /** The values are stored as half floats. */
  quantization?: { dtype: 'float16' } | undefined;
}

export type WeightsManifest = { paths: string[]; weights: WeightEntry[] }[];

/** model.json: everything a caller could get wrong travels with the weights. training/ writes it. */
export interface Model {
  format: 'depthproof-model/3';
  id: string;
  architecture: Architecture;
  /** Larger frames are shrunk to this on their longer side, px, as the frames of the training clips were. */
  frame: { longerSide: number };
  /** The crops that the network sees, RGB. */
  crops: Record<'face' | 'context', CropRule> & Partial<Record<CropName, CropRule | undefined>>;
  cadence: { frames: number; intervalMilliseconds: number };
  evidence: EvidenceRules;
  decision: Decision;
  /** Species of attack that no training clip showed. */
  neverSeen: string[];
  weightsManifest: WeightsManifest;
  /** SHA-256 of weights.bin, hex. */
  sha256: string;
}

/** How a crop that the network sees is cut. */
export function ruleOf(crops: Model['crops'], name: CropName): CropRule {
  const rule = crops[name];
  if (!rule) throw new RangeError(`The model has no crop named ${name}.`);
  return rule;
}
