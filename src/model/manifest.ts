import * as v from 'valibot';
import { DepthproofError } from '../errors';

const atLeastOne = v.pipe(v.number(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.minValue(0));
const name = v.pipe(v.string(), v.minLength(1));

/** A bottleneck of MobileNetV2: `expansion` times the input's channels, each filtered by itself, then `channels`. */
const bottleneck = v.object({ expansion: atLeastOne, channels: atLeastOne, stride: v.picklist([1, 2]) });

/** A block that halves the map, with `down` channels inside, and a residual block for each of `hidden`. */
const textureStage = v.object({
  down: atLeastOne,
  channels: atLeastOne,
  hidden: v.array(atLeastOne),
  /** Whether the last block ends in squeeze and excitation. */
  squeezes: v.boolean(),
});

const cropName = v.picklist(['face', 'context', 'near', 'wide']);

const textureNetwork = v.object({
  crop: cropName,
  /** Weight of its log odds among those of all texture networks. */
  share,
  stem: atLeastOne,
  embedding: atLeastOne,
  stages: v.array(textureStage),
});

/** The paper's network: widths in channels, `size` in pixels. */
const depthBranch = v.object({
  size: atLeastOne,
  stem: atLeastOne,
  level: atLeastOne,
  wide: atLeastOne,
  depth_hidden: atLeastOne,
  reduced: atLeastOne,
  hidden: atLeastOne,
  classifier: atLeastOne,
  /** D_refined = (1 - alpha) D_single + alpha D_multi (paper eq. 4). */
  alpha: share,
  /** score = beta sigmoid(log odds) + (1 - beta) mean depth (paper eq. 11). */
  beta: share,
  /** Semi-axes of the ellipse that an aligned face fills, as shares of the crop's side: where depth is averaged. */
  ellipse: v.object({ x: share, y: share }),
});

/** The branches that the network has. */
const architecture = v.object({
  frames: atLeastOne,
  appearance: v.object({ stem: atLeastOne, bottlenecks: v.array(bottleneck) }),
  rigidity: v.object({ hidden: atLeastOne }),
  texture: v.optional(v.record(v.string(), textureNetwork)),
  depth: v.optional(depthBranch),
});

/** How a crop is cut out of a frame. */
const cropRule = v.object({
  /** Side, px. */
  size: atLeastOne,
  /** Its side as a multiple of the face box's. */
  scale: atLeastOne,
  /** Where the frame is too small for it: `cut` leaves out what is missing, `shrink` takes a smaller scale. */
  fit: v.picklist(['cut', 'shrink']),
  /** The face that it is cut around: that of the window's first frame, or each frame's own. */
  box: v.picklist(['window', 'frame']),
  /** Bilinear samples of a pixel, across and down; their mean counts. */
  samples: v.picklist([1, 2]),
  /** What levels 0 to 255 are mapped onto. */
  range: v.tuple([v.number(), v.number()]),
});

/** How far a kind of evidence is trusted. */
const kind = v.object({
  weight: positive,
  /** Its log odds lie below `below` where it is named as a reason; `liveMedian`: their median over bona fide windows. */
  named: v.optional(v.object({ below: v.number(), liveMedian: v.number() })),
});

/** The kinds of evidence and how they are weighed; a kind is there where the network has its branch. */
const evidence = v.object({
  /** Log odds of bona fide before anything is seen. */
  bias: v.number(),
  /** A screen is named where its logit exceeds that of a print by `screenAbove`. */
  texture: v.optional(v.object({ ...kind.entries, screenAbove: v.number() })),
  /** Log odds below `steeper.below` count `1 + steeper.by` times. */
  surroundings: v.object({
    ...kind.entries,
    steeper: v.optional(v.object({ below: v.number(), by: positive })),
  }),
  rigidity: kind,
  /** Minus what ln(shift of the surroundings + 0.02), px of the crop a step, exceeds `shift` by; at most `most`. */
  steadiness: v.optional(v.object({ ...kind.entries, shift: v.number(), most: positive })),
  depth: v.optional(kind),
});

const decision = v.object({
  /** P(bona fide) = sigmoid(slope * score + intercept); without it the score is that probability. */
  calibration: v.optional(v.object({ slope: positive, intercept: v.number() })),
  /** Probabilities at which a verdict is given at once. */
  liveProbability: share,
  spoofProbability: share,
  /**
   * Share of the variance of the windows' log odds that all windows of one clip have in common, 0 to 1; measured by
   * `python3 -m training evaluate correlation`.
   */
  correlation: share,
  /** Log odds beyond which a single window counts no more. */
  largestLogOdds: positive,
});

/** One entry of weights.bin or golden.bin, in the order of the bytes. */
const weightEntry = v.object({
  name,
  shape: v.array(positive),
  dtype: v.literal('float32'),
  /** The values are stored as half floats. */
  quantization: v.optional(v.object({ dtype: v.literal('float16') })),
});

const weightsManifest = v.array(v.object({ paths: v.array(v.string()), weights: v.array(weightEntry) }));

const rules = v.pipe(
  v.object({
    format: v.literal('depthproof-model/3'),
    id: name,
    architecture,
    /** Larger frames are shrunk to this on their longer side, px, as the frames of the training clips were. */
    frame: v.object({ longerSide: atLeastOne }),
    /** The crops that the network sees, RGB. */
    crops: v.object({
      face: cropRule,
      context: cropRule,
      near: v.optional(cropRule),
      wide: v.optional(cropRule),
    }),
    cadence: v.object({ frames: atLeastOne, intervalMilliseconds: atLeastOne }),
    evidence,
    decision,
    /** Species of attack that no training clip showed. */
    neverSeen: v.array(v.string()),
    weightsManifest,
    /** SHA-256 of weights.bin, hex. */
    sha256: name,
  }),
  v.forward(
    v.check(({ architecture, cadence }) => architecture.frames === cadence.frames),
    ['architecture', 'frames'],
  ),
  v.forward(
    v.check(({ architecture, crops }) =>
      Object.values(architecture.texture ?? {}).every(({ crop }) => crops[crop] !== undefined),
    ),
    ['crops'],
  ),
  v.forward(
    v.check(
      ({ architecture, evidence }) =>
        !evidence.texture === !architecture.texture && !evidence.depth === !architecture.depth,
    ),
    ['evidence'],
  ),
);

export type Bottleneck = v.InferOutput<typeof bottleneck>;
export type TextureStage = v.InferOutput<typeof textureStage>;
export type TextureArchitecture = v.InferOutput<typeof textureNetwork>;
export type DepthArchitecture = v.InferOutput<typeof depthBranch>;
/** The PyTorch classes of training/ have the same names and widths. */
export type Architecture = v.InferOutput<typeof architecture>;
export type CropName = v.InferOutput<typeof cropName>;
export type CropRule = v.InferOutput<typeof cropRule>;
export type EvidenceRules = v.InferOutput<typeof evidence>;
export type WeightEntry = v.InferOutput<typeof weightEntry>;
export type WeightsManifest = v.InferOutput<typeof weightsManifest>;
/** model.json: everything a caller could get wrong travels with the weights. training/ writes it. */
export type Model = v.InferOutput<typeof rules>;

/**
 * Checks what model.json says, so that nothing of a foreign or damaged one is half loaded.
 *
 * @throws {DepthproofError} `MODEL_INVALID`, naming the field
 */
export function readModel(json: unknown): Model {
  const { success, output, issues } = v.safeParse(rules, json, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const path = v.getDotPath(issue) ?? 'format';
  const value = issue.received === 'undefined' ? 'missing' : issue.received;
  throw new DepthproofError(
    'MODEL_INVALID',
    `model.json: ${path} is ${value}. Deploy the model of this version, unchanged.`,
  );
}

/** How a crop that the network sees is cut. */
export function ruleOf(crops: Model['crops'], name: CropName): CropRule {
  const rule = crops[name];
  if (!rule) throw new RangeError(`The model has no crop named ${name}.`);
  return rule;
}

/** Calibrated probability of bona fide for a window score. */
export function probabilityOf(score: number, { decision: { calibration } }: Model): number {
  if (!calibration) return score;
  return 1 / (1 + Math.exp(-(calibration.slope * score + calibration.intercept)));
}
