import type { EvidenceRules, KindRule, Model } from '../model/manifest';
import type { AnswerValues } from './answer';
import { SURROUNDINGS_SHIFT, type Rigidity } from './rigidity';
import { mean, meanFaceDepth, meanOverFace, sigmoid, windowScore } from './score';
import { TEXTURE_CLASSES } from './texture';

export type EvidenceKind = 'texture' | 'surroundings' | 'rigidity' | 'steadiness' | 'depth';

/** Log odds of bona fide from each kind of evidence, before weighting. */
export type Evidence = Partial<Record<EvidenceKind, number>>;

/** Details of the texture, for the reason that names it. */
export interface TextureDetails {
  /** Index of the frame with the lowest log odds of bona fide, from 0. */
  frame: number;
  /** Logit of a screen minus that of a print, mean over the frames. */
  screen: number;
}

export interface WindowOutput {
  evidence: Evidence;
  texture: TextureDetails | undefined;
  /** The weighted sum of the evidence: log odds of bona fide. */
  logOdds: number;
  /** 0 (attack) to 1 (bona fide). */
  score: number;
  /**
   * Depth of the face, row-major; `undefined` where the network gives none. From the paper's network: the mean
   * over the window's steps, not bounded; from a depth map: that of the first frame, 0 to 1.
   */
  depthMap: Float32Array | undefined;
}

/** Mean time between the frames of a window, in units of the model's interval; `times`: the frames' timestamps, ms. */
export function paceOf(times: readonly number[], { intervalMilliseconds }: Model['cadence']): number {
  return ((times.at(-1) ?? NaN) - (times[0] ?? NaN)) / ((times.length - 1) * intervalMilliseconds);
}

/**
 * Evidence, log odds and score of a window's answer.
 *
 * @param pace as `paceOf` gives it: steadiness was measured at the model's interval
 */
export function windowOutput(
  { surroundings, moments, logits, relief, reliefShift, depth, depthMap: refined }: AnswerValues,
  rigidity: Pick<Rigidity, 'features' | 'logOdds'>,
  { architecture, evidence: rules }: Pick<Model, 'architecture' | 'evidence'>,
  pace = 1,
): WindowOutput {
  const features = rigidity.features(moments);
  const texture = logits && textureOf(logits, architecture);
  const shift = (features[SURROUNDINGS_SHIFT] ?? NaN) - Math.log(pace);
  const others: Evidence = {
    ...(texture && { texture: shaped(mean(texture.logOdds), rules.texture?.shape) }),
    surroundings: shaped(first(surroundings), rules.surroundings.shape),
    rigidity: rigidity.logOdds(features),
    ...(rules.steadiness && { steadiness: steadiness(shift, rules.steadiness) }),
  };
  const face = architecture.depth ?? architecture.depthMap;
  const cells = relief && reliefShift && relief.map((cell) => cell + first(reliefShift));
  const evidence: Evidence = {
    ...others,
    ...(depth && { depth: first(depth) }),
    ...(cells && face && { depth: shaped(meanOverFace(cells, face), rules.depth?.shape) }),
  };
  const logOdds = sumOf(evidence, rules);
  const depthMap = refined ?? (cells && flattened(cells, sumOf(others, rules)));
  const meanDepth = depthMap && face ? meanFaceDepth(depthMap, face) : 0;
  return {
    evidence,
    texture: texture && {
      frame: texture.logOdds.indexOf(Math.min(...texture.logOdds)),
      screen: mean(texture.screen),
    },
    logOdds,
    score: windowScore(meanDepth, logOdds, face?.beta ?? 1),
    depthMap,
  };
}

/** The weighted sum: log odds of bona fide. */
function sumOf(evidence: Evidence, rules: EvidenceRules): number {
  return Object.entries(evidence).reduce(
    (sum, [kind, value]) => sum + (rules[kind as EvidenceKind]?.weight ?? NaN) * value,
    rules.bias,
  );
}

/**
 * Depth of cells with these log odds. Other evidence, given its log odds, only flattens them: where it speaks for a live face,
 * they stay as they were seen.
 */
function flattened(cells: Float32Array, others: number): Float32Array {
  return cells.map((cell) => sigmoid(cell + Math.min(others, 0)));
}

/** Log odds of each frame, averaged over the networks by their shares: bona fide against attack, screen against print. */
function textureOf(logits: Float32Array, { texture = {} }: Model['architecture']) {
  const shares = Object.values(texture).map(({ share }) => share);
  const each = shares.length * TEXTURE_CLASSES.length;
  const frames = Array.from({ length: logits.length / each }, (_, frame) =>
    logits.subarray(frame * each, (frame + 1) * each),
  );
  const mixed = (of: (print: number, live: number, screen: number) => number) =>
    frames.map((frame) =>
      shares.reduce((sum, share, network) => {
        const [print = NaN, live = NaN, screen = NaN] = frame.subarray(TEXTURE_CLASSES.length * network);
        return sum + share * of(print, live, screen);
      }, 0),
    );
  return {
    logOdds: mixed((print, live, screen) => live - logSumExp(print, screen)),
    screen: mixed((print, _, screen) => screen - print),
  };
}

/** Log odds of a branch, as the shape of its kind lets them count. */
function shaped(logOdds: number, shape: KindRule['shape']): number {
  if (!shape) return logOdds;
  const beyond = logOdds - shape.centre;
  return Math.min(beyond + shape.steeper * Math.min(beyond, 0), shape.atMost);
}

/** At most 0: surroundings on a hand-held device move with it, but standing still proves nothing. */
function steadiness(shift: number, { shift: usual, most }: NonNullable<EvidenceRules['steadiness']>): number {
  return -Math.min(Math.max(shift - usual, 0), most);
}

function logSumExp(a: number, b: number): number {
  const most = Math.max(a, b);
  return most + Math.log(Math.exp(a - most) + Math.exp(b - most));
}

function first(vector: Float32Array): number {
  return vector[0] ?? NaN;
}
