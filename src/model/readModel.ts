import * as v from 'valibot';
import { DepthproofError } from '../errors';
import type { Model } from './manifest';

const atLeastOne = v.pipe(v.number(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.minValue(0));
const name = v.pipe(v.string(), v.minLength(1));
const counts = <Name extends string>(...names: Name[]) => v.entriesFromList(names, count);

// manifest.ts has the meaning of each field. Branches and kinds that it does not know are refused: they would be left out of
// the score without a word.
const bottleneck = v.object({ expansion: count, channels: count, stride: v.picklist([1, 2]) });
const textureStage = v.object({
  ...counts('down', 'channels'),
  hidden: v.array(count),
  squeezes: v.boolean(),
});

const cropName = v.picklist(['face', 'context', 'near', 'wide']);

const textureNetwork = v.object({
  crop: cropName,
  share,
  ...counts('stem', 'embedding'),
  stages: v.array(textureStage),
});

const depthScore = {
  size: count,
  beta: share,
  ellipse: v.object({ x: share, y: share }),
};

const depthBranch = v.object({
  ...depthScore,
  ...counts('stem', 'level', 'wide', 'depth_hidden', 'reduced', 'hidden', 'classifier'),
  alpha: share,
});

const depthMap = v.object({ ...depthScore, ...counts('low', 'middle', 'high', 'joined', 'hidden') });

const architecture = v.strictObject({
  frames: count,
  appearance: v.object({ stem: count, bottlenecks: v.array(bottleneck) }),
  rigidity: v.object({ hidden: count }),
  texture: v.optional(v.record(v.string(), textureNetwork)),
  depth: v.optional(depthBranch),
  depthMap: v.optional(depthMap),
});

const cropRule = v.object({
  size: count,
  scale: atLeastOne,
  fit: v.picklist(['cut', 'shrink']),
  box: v.picklist(['window', 'frame']),
  samples: v.picklist([1, 2]),
  range: v.pipe(
    v.tuple([v.number(), v.number()]),
    v.check(([least, most]) => least < most),
  ),
});

const kind = v.object({
  weight: positive,
  shape: v.optional(v.object({ centre: v.number(), steeper: positive, atMost: v.number() })),
  named: v.optional(v.object({ below: v.number(), liveMedian: v.number() })),
});

const evidence = v.strictObject({
  bias: v.number(),
  texture: v.optional(v.object({ ...kind.entries, screenAbove: v.number() })),
  surroundings: kind,
  rigidity: kind,
  steadiness: v.optional(v.object({ ...kind.entries, shift: v.number(), most: positive })),
  depth: v.optional(kind),
});

const decision = v.object({
  calibration: v.optional(v.object({ slope: positive, intercept: v.number() })),
  liveProbability: share,
  spoofProbability: share,
  correlation: share,
  largestLogOdds: positive,
});

const weightEntry = v.object({
  name,
  shape: v.array(count),
  dtype: v.literal('float32'),
  quantization: v.optional(v.object({ dtype: v.literal('float16') })),
});

const weightsManifest = v.array(v.object({ paths: v.array(v.string()), weights: v.array(weightEntry) }));

const rules = v.pipe(
  v.object({
    format: v.literal('depthproof-model/3'),
    id: name,
    architecture,
    frame: v.object({ longerSide: count }),
    crops: v.object({
      face: cropRule,
      context: cropRule,
      near: v.optional(cropRule),
      wide: v.optional(cropRule),
    }),
    cadence: v.object({ frames: v.pipe(count, v.minValue(2)), intervalMilliseconds: atLeastOne }),
    evidence,
    decision,
    neverSeen: v.array(v.string()),
    weightsManifest,
    sha256: name,
  }),
  v.forward(
    v.check(({ architecture, cadence }) => architecture.frames === cadence.frames),
    ['architecture', 'frames'],
  ),
  v.forward(
    v.check(({ architecture }) => !architecture.depth || !architecture.depthMap),
    ['architecture', 'depthMap'],
  ),
  v.forward(
    v.check(({ decision }) => decision.spoofProbability < decision.liveProbability),
    ['decision', 'spoofProbability'],
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
        !evidence.texture === !architecture.texture &&
        !evidence.depth === !(architecture.depth ?? architecture.depthMap),
    ),
    ['evidence'],
  ),
);

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
  const given = issue.path?.at(-1)?.value;
  const value = given === undefined ? 'missing' : typeof given === 'number' ? given : issue.received;
  const found = issue.expected === 'never' ? 'unknown' : String(value);
  throw new DepthproofError(
    'MODEL_INVALID',
    `model.json: ${path} is ${found}. Deploy the model of this version, unchanged.`,
  );
}
