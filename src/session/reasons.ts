import type { Rectangle } from '../geometry';
import type { CropName, EvidenceRules } from '../model/manifest';
import type { EvidenceKind } from '../network/evidence';
import { mean } from '../network/score';
import type { Outcome } from './decision';
import type { WindowResult } from './windowResult';

/** Why a check came to its verdict. The codes are stable: texts depend on them. */
export type ReasonCode =
  /** The picture has the texture of a screen. */
  | 'screen-texture'
  /** The picture has the texture of a screen or of paper. */
  | 'reproduction-texture'
  /** Something like a device or paper is around the face. */
  | 'medium-around-face'
  /** Face and surroundings move as one sheet. */
  | 'moves-as-one'
  /** The surroundings move, as they do when a picture is held up to the camera. */
  | 'surroundings-move'
  /** The depth of the face is that of a flat surface. */
  | 'flat-depth'
  /** No kind of evidence stands out; together they speak against a real face. */
  | 'small-signs'
  /** No kind of evidence stands out against a real face. */
  | 'nothing-against'
  /** Something speaks against a real face (the reasons after this one name it), but more speaks for one. */
  | 'outweighed'
  /** The evidence does not suffice either way. */
  | 'undecided'
  /** No window could be scored. */
  | 'nothing-scored';

export interface Reason {
  code: ReasonCode;
  /** How far this lies below its usual value for a real face, in weighted log odds; 0 where no kind of evidence is named. */
  weight: number;
  /** Where it shows most; `undefined` where no kind of evidence is named. */
  shown: { window: number; timestamp: number; part: Rectangle | undefined } | undefined;
}

/** What each kind is named, the crops in which it is seen, and the window's frame; -1 is its last one. */
const KINDS: Record<EvidenceKind, { code: ReasonCode; crops: CropName[]; frame: number }> = {
  texture: { code: 'reproduction-texture', crops: ['wide', 'near'], frame: 0 },
  surroundings: { code: 'medium-around-face', crops: ['context'], frame: 0 },
  rigidity: { code: 'moves-as-one', crops: ['context'], frame: -1 },
  steadiness: { code: 'surroundings-move', crops: ['context'], frame: -1 },
  depth: { code: 'flat-depth', crops: ['face'], frame: 0 },
};

type SeenWindow = Pick<WindowResult, 'index' | 'evidence' | 'texture' | 'frames'>;

/** What decided a verdict over these windows, the weightiest first; at least one reason. */
export function reasonsOf(outcome: Outcome, windows: readonly SeenWindow[], rules: EvidenceRules): Reason[] {
  if (windows.length === 0) return [unnamed('nothing-scored')];
  const kinds = Object.keys(KINDS) as EvidenceKind[];
  const against = kinds
    .flatMap((kind) => reasonOf(kind, windows, rules) ?? [])
    .sort((a, b) => b.weight - a.weight);
  if (outcome === 'live')
    return [unnamed(against.length === 0 ? 'nothing-against' : 'outweighed'), ...against];
  if (against.length > 0) return against;
  return [unnamed(outcome === 'spoof' ? 'small-signs' : 'undecided')];
}

/** A kind, if its mean over the windows lies lower than almost every real face's. */
function reasonOf(
  kind: EvidenceKind,
  windows: readonly SeenWindow[],
  rules: EvidenceRules,
): Reason | undefined {
  const rule = rules[kind];
  if (!rule?.named) return undefined;
  const logOdds = mean(windows.map(({ evidence }) => evidence[kind] ?? NaN));
  if (!(logOdds < rule.named.below)) return undefined;
  const lowest = windows.reduce((low, window) =>
    (window.evidence[kind] ?? 0) < (low.evidence[kind] ?? 0) ? window : low,
  );
  const { code, crops, frame } = KINDS[kind];
  const isTexture = kind === 'texture';
  const at = lowest.frames.at(isTexture ? (lowest.texture?.frame ?? frame) : frame);
  return {
    code: isTexture && isScreen(windows, rules) ? 'screen-texture' : code,
    weight: rule.weight * (rule.named.liveMedian - logOdds),
    shown: at && {
      window: lowest.index,
      timestamp: at.timestamp,
      part: crops.map((name) => at.parts[name]).find((part) => part !== undefined),
    },
  };
}

/** Whether the texture is clearly that of a screen. Nothing tells that it is clearly that of a print. */
function isScreen(windows: readonly SeenWindow[], { texture }: EvidenceRules): boolean {
  const screen = mean(windows.map(({ texture: details }) => details?.screen ?? NaN));
  return screen > (texture?.screenAbove ?? Infinity);
}

function unnamed(code: ReasonCode): Reason {
  return { code, weight: 0, shown: undefined };
}
